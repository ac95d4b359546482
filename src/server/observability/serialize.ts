import type { Organization } from '../storage/meta/ports/people.ts'
import type { UserSession } from '../storage/observability/port.ts'
import { typeOf } from './read-list.ts'

/** A session as this API shows it. What nobody told is left out. */
export function serializeSession(session: UserSession, organization: Organization, maySeeReplays: boolean) {
  const { appVersion, manufacturer, model, networkType, osVersion, sdkVersion, screenHeight, screenWidth } = session
  return {
    type: typeOf(session.platform),
    platform: session.platform,
    session_id: session.id,
    created_at: new Date(session.createdAt).toISOString(),
    device_metadata: {
      ...(appVersion !== '' && { app_version: appVersion }),
      ...(manufacturer !== '' && { manufacturer }),
      ...(model !== '' && { model }),
      ...(networkType !== '' && { network_type: networkType }),
      ...(osVersion !== '' && { os_version: osVersion }),
      // The contract has two: of the vendor's SDK and of the SDK that reports. Ours is both.
      ...(sdkVersion !== '' && { plug_sdk_version: sdkVersion }),
      ...(screenHeight !== null && { screen_height: screenHeight }),
      ...(screenWidth !== null && { screen_width: screenWidth }),
      ...(sdkVersion !== '' && { sdk_version: sdkVersion }),
    },
    has_exception_occurred: session.hasException,
    is_anr: session.isAnr,
    is_crash: session.isCrash,
    rage_tap: session.rageTap,
    recording_ids: maySeeReplays ? session.recordingIds : [],
    rev_org_id: String(organization.id),
    ...(session.user !== '' && { rev_user_id: session.user }),
    session_duration_ms: session.duration,
  }
}
