import { LapwingError } from '../../errors.ts'
import type { IssuePriority } from '../../storage/meta/ports/issues.ts'
import type { Organization, User } from '../../storage/meta/ports/people.ts'
import type { MetaStore } from '../../storage/meta/port.ts'
import { type Assignment, readAssignment } from './assignment.ts'
import type { IssueUpdateBody } from './body.ts'
import { readStatusRequest, type StatusRequest } from './status.ts'

/** A body, understood; null = stays as it is (of `assignment`: undefined, for null unassigns). */
export interface IssueUpdate {
  status: StatusRequest | null
  assignment: Assignment | null | undefined
  priority: IssuePriority | null
  hasSeen: boolean | null
  isBookmarked: boolean | null
  isSubscribed: boolean | null
  isPublic: boolean | null
  isReviewed: boolean
  isMerge: boolean
}

/** Understands a body, or throws `invalid_input` that names the field. */
export async function readIssueUpdate(
  body: IssueUpdateBody,
  organization: Organization,
  caller: User | null,
  meta: Pick<MetaStore, 'listMembers' | 'findTeam' | 'findOrganizationSettings'>,
  now: number,
): Promise<IssueUpdate> {
  if (body.discard) throw invalid('discard', 'Future events cannot be discarded here; delete the issue instead.')
  if (body.inbox === true) throw invalid('inbox', 'It can only be false, which marks issues as reviewed.')
  if (!caller) refusePersonal(body)
  if (body.isPublic) await refuseUnshared(organization.id, meta)
  const { assignedTo, priority } = body
  return {
    status: readStatusRequest(body, now),
    assignment: assignedTo === undefined ? undefined : await readAssignment(assignedTo, organization.id, caller, meta),
    // `critical` is what older clients call the highest.
    priority: priority === undefined ? null : priority === 'critical' ? 'high' : priority,
    hasSeen: body.hasSeen ?? null,
    isBookmarked: body.isBookmarked ?? null,
    isSubscribed: body.isSubscribed ?? null,
    isPublic: body.isPublic ?? null,
    isReviewed: body.inbox === false,
    isMerge: Boolean(body.merge),
  }
}

/** A token of an organisation acts for nobody who could look at an issue or bookmark it. */
function refusePersonal(body: IssueUpdateBody): void {
  for (const name of ['hasSeen', 'isBookmarked', 'isSubscribed'] as const) {
    if (body[name] !== undefined) throw invalid(name, 'It belongs to a person; use the token of one.')
  }
}

async function refuseUnshared(
  organizationId: number,
  meta: Pick<MetaStore, 'findOrganizationSettings'>,
): Promise<void> {
  const { allowSharedIssues = true } = await meta.findOrganizationSettings(organizationId)
  if (!allowSharedIssues) throw invalid('isPublic', 'Sharing is switched off in the settings of this organization.')
}

function invalid(field: string, message: string): LapwingError {
  return new LapwingError('invalid_input', { fields: { [field]: [message] } })
}
