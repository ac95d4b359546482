/** Numbers of POSIX signals, the same everywhere (signal.h) … */
const commonSignals: readonly [number, string][] = [
  [1, 'SIGHUP'],
  [2, 'SIGINT'],
  [3, 'SIGQUIT'],
  [4, 'SIGILL'],
  [5, 'SIGTRAP'],
  [6, 'SIGABRT'],
  [8, 'SIGFPE'],
  [9, 'SIGKILL'],
  [11, 'SIGSEGV'],
  [13, 'SIGPIPE'],
  [14, 'SIGALRM'],
  [15, 'SIGTERM'],
]

/** … and those that differ: Linux's signal(7), Darwin's sys/signal.h. */
const linuxSignals = new Map([...commonSignals, [7, 'SIGBUS'], [10, 'SIGUSR1'], [12, 'SIGUSR2'], [31, 'SIGSYS']])
const darwinSignals = new Map([
  ...commonSignals,
  [7, 'SIGEMT'],
  [10, 'SIGBUS'],
  [12, 'SIGSYS'],
  [30, 'SIGUSR1'],
  [31, 'SIGUSR2'],
])

/** Darwin's mach/exception_types.h. */
const machExceptions = new Map([
  [1, 'EXC_BAD_ACCESS'],
  [2, 'EXC_BAD_INSTRUCTION'],
  [3, 'EXC_ARITHMETIC'],
  [4, 'EXC_EMULATION'],
  [5, 'EXC_SOFTWARE'],
  [6, 'EXC_BREAKPOINT'],
  [7, 'EXC_SYSCALL'],
  [8, 'EXC_MACH_SYSCALL'],
  [9, 'EXC_RPC_ALERT'],
  [10, 'EXC_CRASH'],
  [11, 'EXC_RESOURCE'],
  [12, 'EXC_GUARD'],
  [13, 'EXC_CORPSE_NOTIFY'],
])

export type OsFamily = 'darwin' | 'linux' | 'other'

/** Which numbering a system follows, by the name of the `os` context. */
export function osFamily(name: unknown): OsFamily {
  if (typeof name !== 'string') return 'other'
  const lower = name.toLowerCase()
  if (/^(?:ios|ipados|mac ?os|macos x|tvos|watchos|visionos|darwin)/.test(lower)) return 'darwin'
  return lower === 'linux' || lower === 'android' ? 'linux' : 'other'
}

export function signalName(number: number, os: OsFamily): string | undefined {
  return os === 'darwin' ? darwinSignals.get(number) : linuxSignals.get(number)
}

export function machExceptionName(number: number): string | undefined {
  return machExceptions.get(number)
}
