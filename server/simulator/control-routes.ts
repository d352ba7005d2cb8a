import express, { type Express, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { ClockChange, type Control } from './control.ts'
import { WorldDraft } from './draft.ts'
import { FaultDraft } from './faults.ts'
import { guarded } from './listen.ts'
import { OutsideAct } from './outside.ts'
import { SEEDS } from './seed/index.ts'
import { SwitchChange } from './switches.ts'

const StateQuery = z.strictObject({
  project: z.string().optional(),
  service: z.string().optional(),
  api: z.string().optional(),
  app: z.string().optional(),
  counts: z.stringbool().optional(),
})
const DataArtsQuery = z.strictObject({
  workspace: z.string().optional(),
  api: z.string().optional(),
  app: z.string().optional(),
  counts: z.stringbool().optional(),
})
const SinceQuery = z.strictObject({ request: z.coerce.number().optional(), transition: z.coerce.number().optional() })
const SeedChoice = z.strictObject({ name: z.enum(SEEDS) })

/** The control interface over HTTP: JSON in, JSON out, one path per method of Control. */
export function controlApp(control: Control): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(noPages)
  app.use(express.json({ limit: '64mb', type: () => true }))
  app.get('/state', (req, res) => void res.json(control.state(defined(StateQuery.parse(req.query)))))
  app.get('/dataarts', (req, res) => void res.json(control.dataarts(defined(DataArtsQuery.parse(req.query)))))
  app.get('/log', (req, res) => void res.json(control.log(defined(SinceQuery.parse(req.query)))))
  app.post('/reset', (_req, res) => {
    control.reset()
    res.json(control.clock())
  })
  app.post('/seed', (req, res) => {
    control.seed(SeedChoice.parse(req.body).name)
    res.json(control.state({ counts: true }).counts)
  })
  app.post('/plant', (req, res) => {
    control.plant(WorldDraft.parse(req.body))
    res.json(control.state({ counts: true }).counts)
  })
  app.get('/clock', (_req, res) => void res.json(control.clock()))
  app.post('/clock', (req, res) => void res.json(control.setClock(ClockChange.parse(req.body))))
  app.get('/faults', (_req, res) => void res.json(control.faults()))
  app.post('/faults', (req, res) => void res.json(control.provoke(FaultDraft.parse(req.body))))
  app.delete('/faults', (_req, res) => {
    control.clearFaults()
    res.json(control.faults())
  })
  app.get('/switches', (_req, res) => void res.json(control.switches()))
  app.post('/switches', (req, res) => void res.json(control.turn(SwitchChange.parse(req.body))))
  app.post('/outside', (req, res) => void res.json({ changed: control.outside(OutsideAct.parse(req.body)) }))
  app.use((_req, res) => void res.status(404).json({ error: 'no such control' }))
  return guarded(app, sendFault)
}

/** Turns away what a page in a browser sends, by its origin or by a name of its own for this machine. */
const noPages: RequestHandler = (req, res, next) => {
  const site = req.get('sec-fetch-site') ?? 'none'
  const isOurs = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(req.get('host') ?? '')
  if (isOurs && site === 'none' && req.get('origin') === undefined) next()
  else res.status(403).json({ error: 'not for pages' })
}

function sendFault(error: unknown, res: Response): void {
  res.status(400).json({ error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) })
}

/** Leaves out what was not given, so that an absent option is absent. */
function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
