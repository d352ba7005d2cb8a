/** The process with all below it; those that have ended and wait to be fetched do not count. */
export declare function familyOf(pid: number): number[]
/** Those of the processes that still run. */
export declare function alive(pids: readonly number[]): number[]
