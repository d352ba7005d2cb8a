import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { IntentState } from '@grantdesk/shared/changes'
import { Duty } from '@grantdesk/shared/connections'
import { GrantState } from '@grantdesk/shared/grants'
import { WHY_NOT } from '@grantdesk/shared/kernel/allowed'
import { readConfig } from '../src/config.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const decisions = readdirSync(join(ROOT, 'docs/decisions')).toSorted()
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...decisions.map((name) => `docs/decisions/${name}`),
]

describe('the documents', () => {
  it.each(documents)('%s links to what is there', (document) => {
    const links = [...read(document).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link]) => link ?? '')
    const local = links.filter((link) => !link.includes('://'))
    expect(local.filter((link) => !existsSync(join(ROOT, dirname(document), link)))).toEqual([])
  })

  it.each(documents)('%s names files that are there', (document) => {
    const whole = /`((?:server|shared|web|e2e|docs|\.ci)\/[\w./-]+\.\w+)`/g
    const ofServer = /`((?!server\/|shared\/|web\/|e2e\/)[a-z][\w-]*\/[\w./-]+\.ts)`/g
    const namedBy = (form: RegExp): string[] => [...read(document).matchAll(form)].map(([, path]) => path ?? '')
    const named = [...namedBy(whole), ...namedBy(ofServer).map((path) => `server/src/${path}`)]
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('the README stays short', () => {
    expect(read('README.md').split('\n').length).toBeLessThan(150)
  })

  it('every decision has the next number', () => {
    expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, i) => i + 1))
  })

  it.each(decisions)('%s is short and says context, decision and consequences', (name) => {
    const text = read(`docs/decisions/${name}`)
    expect(text.split('\n').length).toBeLessThan(60)
    expect(text).toMatch(/^# \d{4} .+\n[\s\S]*## Context\n[\s\S]*## Decision\n[\s\S]*## Consequences\n/)
  })

  it('the glossary has every state and every reason', () => {
    const glossary = read('docs/glossary.md')
    const words = [...GrantState.options, ...IntentState.options, ...WHY_NOT, ...Duty.options]
    expect(words.filter((word) => !new RegExp(`(?<![a-z-])${word}(?![a-z-])`).test(glossary))).toEqual([])
  })
})

describe('how to connect', () => {
  const guide = read('docs/connect.md')
  const yaml = /```yaml\n(.*?)```/s.exec(guide)?.[1] ?? ''

  it('shows a file that is understood', () => {
    const readFile = (path: string): string => (path.endsWith('connections.yaml') ? yaml : 'a key')
    const env = { GRANTDESK_CONFIG: 'connections.yaml', CLAIMS_AK: 'a key', CLAIMS_SK: 'another' }
    const answer = readConfig(env, { readFile, root: '/srv/desk' })
    expect(answer).toMatchObject({ ok: true, config: { demo: false, connections: [{ id: 'claims-north' }] } })
  })

  it('lists the variables that the configuration reads, and no others', () => {
    const source = read('server/src/config.ts')
    const inSource = new Set(
      [...source.matchAll(/'((?:GRANTDESK_\w+)|DATABASE_URL|PORT|NODE_ENV)'/g)].map(([, name]) => name),
    )
    const table = guide.slice(guide.indexOf('## Environment'), guide.indexOf('## Behind a TLS proxy'))
    const inTable = new Set([...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name))
    expect(inTable).toEqual(inSource)
  })

  it('lists the keys that a connection has', () => {
    const keys = ['id', 'label', 'service', 'region', 'project', 'workspace', 'endpoint', 'writes', 'identities']
    for (const key of [...keys, 'credential', 'cloudUser']) expect(guide).toMatch(new RegExp(`^\\|.*\`${key}\``, 'm'))
  })
})
