/** How a session is going or ended (https://develop.sentry.dev/sdk/telemetry/sessions/). `errored` stands for words that this program does not know. */
export const sessionStatuses = ['ok', 'exited', 'errored', 'unhandled', 'abnormal', 'crashed'] as const
export type SessionStatus = (typeof sessionStatuses)[number]
