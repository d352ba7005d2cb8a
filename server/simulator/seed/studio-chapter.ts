import { hexOf } from '../ids.ts'
import type { StoryDataApi, StoryDataApp } from './studio-story.ts'

export const DAY_MS = 86_400_000

interface DemoUser {
  id: string
}

/** One connection's part of the story: who is who, and where things are. */
export interface Chapter {
  project: string
  studio: string
  workspace: string
  name: string
  clusters: Partial<Record<'main' | 'burst', string>>
  reviewer: DemoUser
  caller: DemoUser
  steward: DemoUser
  colleague: DemoUser
  apis: readonly StoryDataApi[]
  apps: readonly StoryDataApp[]
}

/** The clusters on which the API is published, by their ids. */
export function clustersOf({ clusters }: Chapter, { on, edition }: StoryDataApi): string[] {
  if (edition === 'SHARED') return ['APIG']
  return (on ?? ['main', 'burst']).flatMap((name) => clusters[name] ?? [])
}

export function dataApiId({ key }: StoryDataApi): string {
  return hexOf(`data api ${key}`)
}

export function dataAppId({ key, uses }: StoryDataApp): string {
  return hexOf(`data app ${key} ${uses.join(' ')}`)
}

/** A number from 0 to 1 that belongs to the text. */
export function share(text: string): number {
  return Number.parseInt(hexOf(text, 8), 16) / 0x1_0000_0000
}

export function daysBefore(today: number, text: string, { least, most }: { least: number; most: number }): number {
  return today - Math.floor((least + share(text) * (most - least)) * DAY_MS)
}

export function later(since: number, today: number, text: string): number {
  return since + Math.floor(share(text) * (today - since))
}
