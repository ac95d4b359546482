const issue = '/organizations/{organization_id_or_slug}/issues/{issue_id}/'
const older = [
  '/issues/{issue_id}/',
  '/groups/{issue_id}/',
  '/organizations/{organization_id_or_slug}/groups/{issue_id}/',
  '/projects/{organization_id_or_slug}/{project_id_or_slug}/issues/{issue_id}/',
]

/**
 * The paths of what belongs to one issue: the documented one, and those that older clients use. `rest` is what follows the issue, with a slash
 * at its end.
 */
export function onePath<const Rest extends string>(rest: Rest): { path: `${typeof issue}${Rest}`; aliases: string[] } {
  return { path: `${issue}${rest}`, aliases: older.map((path) => path + rest) }
}
