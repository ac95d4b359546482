/** The command line: `lapwing <command> [options]`. */
import { type Config, describeOptions, readConfig } from './config.ts'

/** Exit code, once the command is done; `serve` runs until it is told to stop. */
type Command = (config: Config, words: string[]) => Promise<number>

/** Loaded when asked for: the server's own thread, for one, has no use for the database engines (40 MB). */
const commands: Record<string, { load: () => Promise<Command>; usage: string; help: string }> = {
  serve: {
    load: async () => (await import('./cli/serve.ts')).serve,
    usage: 'serve',
    help: 'start the server',
  },
  migrate: {
    load: async () => (await import('./cli/migrate.ts')).migrate,
    usage: 'migrate',
    help: 'bring the data folder to the schema of this version',
  },
  'user create': {
    load: async () => (await import('./cli/create-user.ts')).createUserByEmail,
    usage: 'user create EMAIL',
    help: 'add a person; prints a one-time sign-in link',
  },
  'project create': {
    load: async () => (await import('./cli/create-project.ts')).createProjectByName,
    usage: 'project create NAME',
    help: 'add a project; prints its DSN',
  },
  'token create': {
    load: async () => (await import('./cli/create-token.ts')).createToken,
    usage: 'token create --scope … | --org SLUG',
    help: 'make an API token of the first owner, or one for builds; prints it once',
  },
  doctor: {
    load: async () => (await import('./cli/doctor.ts')).doctor,
    usage: 'doctor',
    help: 'check disk, permissions, offsets and integrity; says what to do',
  },
}

async function main(): Promise<number> {
  const result = readConfig(process.argv.slice(2), process.env)
  if (!result.ok) return fail(result.reason)
  const { config, rest } = result
  if (rest.length === 0 || rest.includes('--help') || rest[0] === 'help') {
    console.log(helpText())
    return rest.length === 0 ? 2 : 0
  }
  const name = Object.keys(commands).find((words) => words.split(' ').every((word, index) => rest[index] === word))
  const command = name === undefined ? undefined : commands[name]
  if (name === undefined || command === undefined) return fail(`unknown command: ${rest.join(' ')}; see --help`)
  const run = await command.load()
  return run(config, rest.slice(name.split(' ').length))
}

function helpText(): string {
  const list = Object.values(commands).map(({ usage, help }) => `  ${usage.padEnd(42)} ${help}`)
  return [
    'Usage: lapwing <command> [options]',
    '',
    'Commands:',
    ...list,
    '',
    'Options, each also an environment variable:',
    describeOptions(),
  ].join('\n')
}

function fail(reason: string): number {
  console.error(reason)
  return 2
}

// Threads and timers of a failed start must not keep the process alive.
process.exit(
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  }),
)
