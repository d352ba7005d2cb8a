import { expect } from '@playwright/test'
import { seen } from '@grantdesk/shared/kernel/text'
import { ApiClient } from './api-client.ts'

/** Where a service, and its API if it has one, stand in the desk and in the cloud. */
export type Place = {
  /** The address of its page. */
  path: string
  service: string
  api: string
  /** The cloud's ids. */
  cloud: { service: string; api: string }
  /** What the page is called. */
  name: string
}

type Row = { service: Thing; api: Thing | null }
type Thing = { id: string; cloudId: string; name: string }

/** Somebody who knows the way about the desk, asking it over HTTP. */
export class Guide {
  readonly #desk: ApiClient

  private constructor(desk: ApiClient) {
    this.#desk = desk
  }

  /** Signs in, and waits until every connection was read. */
  static async of(url: string): Promise<Guide> {
    const desk = await ApiClient.of(url)
    await desk.call('signInAsPersona', { body: { persona: 'li-wei' } })
    type Connections = { rows: { freshness: { state: string } }[] }
    const unread = async () =>
      (await desk.call<Connections>('listConnections')).rows.filter(({ freshness }) => freshness.state !== 'fresh')
    await expect.poll(unread, { timeout: 60_000 }).toEqual([])
    return new Guide(desk)
  }

  /** The place of a service by its exact name. */
  async placeOf(service: string): Promise<Place> {
    const { rows } = await this.#desk.call<{ rows: Row[] }>('listApis', { query: { search: service, limit: '200' } })
    const row = rows.find((one) => one.service.name === service)
    if (row === undefined) throw new Error(`the desk has no service ${service}`)
    return {
      path: row.api ? `/apis/${row.api.id}` : `/services/${row.service.id}`,
      service: row.service.id,
      api: row.api?.id ?? '',
      cloud: { service: row.service.cloudId, api: row.api?.cloudId ?? '' },
      name: row.api?.name ?? row.service.name,
    }
  }

  /** The address of an app's page. */
  async pathOfApp(name: string): Promise<string> {
    const { rows } = await this.#desk.call<{ rows: Thing[] }>('listApps', {
      query: { search: seen(name), limit: '200' },
    })
    const row = rows.find((one) => one.name === name)
    if (row === undefined) throw new Error(`the desk has no app ${name}`)
    return `/apps/${row.id}`
  }
}
