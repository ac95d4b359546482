import { replayClickRoutes } from './click-routes.ts'
import { replayCountRoutes } from './count-routes.ts'
import { replayDeleteRoutes } from './delete-routes.ts'
import { replayListRoutes } from './list-routes.ts'
import { replayRecordingRoutes } from './recording-routes.ts'
import { replaySelectorRoutes } from './selector-routes.ts'
import { replayViewerRoutes } from './viewer-routes.ts'

export const replayRoutes = [
  ...replayListRoutes,
  ...replaySelectorRoutes,
  ...replayCountRoutes,
  ...replayClickRoutes,
  ...replayRecordingRoutes,
  ...replayViewerRoutes,
  ...replayDeleteRoutes,
]
