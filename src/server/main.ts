/** The command line: `lapwing <command> [options]`. */
import { createToken } from './cli/create-token.ts'
import { createProjectByName } from './cli/create-project.ts'
import { createUserByEmail } from './cli/create-user.ts'
import { doctor } from './cli/doctor.ts'
import { migrate } from './cli/migrate.ts'
import { serve } from './cli/serve.ts'
import { type Config, describeOptions, readConfig } from './config.ts'

/** Exit code, once the command is done; `serve` runs until it is told to stop. */
type Command = (config: Config, words: string[]) => Promise<number>

const commands: Record<string, { run: Command; usage: string; help: string }> = {
  serve: { run: serve, usage: 'serve', help: 'start the server' },
  migrate: { run: migrate, usage: 'migrate', help: 'bring the data folder to the schema of this version' },
  'user create': {
    run: createUserByEmail,
    usage: 'user create EMAIL',
    help: 'add a person; prints a one-time sign-in link',
  },
  'project create': { run: createProjectByName, usage: 'project create NAME', help: 'add a project; prints its DSN' },
  'token create': {
    run: createToken,
    usage: 'token create --scope org:read --scope …',
    help: 'make an API token of the first owner; prints it once',
  },
  doctor: { run: doctor, usage: 'doctor', help: 'check disk, permissions, offsets and integrity; says what to do' },
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
  return command.run(config, rest.slice(name.split(' ').length))
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
