import pino from 'pino'
import type { Log } from './kernel/log.ts'

export type Level = 'error' | 'warn' | 'info' | 'debug' | 'silent'

/** One line of JSON an event, on the error stream: standard output is for the people who start the house. */
export const createLog = (level: Level): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
