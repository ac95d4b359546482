import { type Static, Type } from '../http/type.ts'

/** What Sentry's clients look at to decide what to show of a project. */
export const ProjectFlagsSchema = Type.Object({
  hasFeedbacks: Type.Boolean(),
  hasFlags: Type.Boolean(),
  hasMinifiedStackTrace: Type.Boolean(),
  hasMonitors: Type.Boolean(),
  hasNewFeedbacks: Type.Boolean(),
  hasProfiles: Type.Boolean(),
  hasReplays: Type.Boolean(),
  hasSessions: Type.Boolean(),
  hasInsightsHttp: Type.Boolean(),
  hasInsightsDb: Type.Boolean(),
  hasInsightsAssets: Type.Boolean(),
  hasInsightsAppStart: Type.Boolean(),
  hasInsightsScreenLoad: Type.Boolean(),
  hasInsightsVitals: Type.Boolean(),
  hasInsightsCaches: Type.Boolean(),
  hasInsightsQueues: Type.Boolean(),
  hasInsightsAgentMonitoring: Type.Boolean(),
  hasInsightsMCP: Type.Boolean(),
  hasLogs: Type.Boolean(),
  hasTraceMetrics: Type.Boolean(),
})

/** Errors, sessions and replays are what is digested; a project has none of the other kinds of data. */
export const noOtherData: Omit<Static<typeof ProjectFlagsSchema>, 'hasSessions' | 'hasReplays'> = {
  hasFeedbacks: false,
  hasFlags: false,
  hasMinifiedStackTrace: false,
  hasMonitors: false,
  hasNewFeedbacks: false,
  hasProfiles: false,
  hasInsightsHttp: false,
  hasInsightsDb: false,
  hasInsightsAssets: false,
  hasInsightsAppStart: false,
  hasInsightsScreenLoad: false,
  hasInsightsVitals: false,
  hasInsightsCaches: false,
  hasInsightsQueues: false,
  hasInsightsAgentMonitoring: false,
  hasInsightsMCP: false,
  hasLogs: false,
  hasTraceMetrics: false,
}
