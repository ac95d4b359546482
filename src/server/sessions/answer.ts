import type { SessionDimension, SessionFigures, SessionGroupKey } from '../storage/sessions/port.ts'
import { type SessionField, type StatusGroup, statusGroups } from './fields.ts'
import type { Group } from './groups.ts'
import type { Selection } from './parameters.ts'

/** A group as the API shows it; what was not asked for is not there. */
export interface GroupJson {
  by: { project?: number | null; release?: string | null; environment?: string | null; 'session.status'?: string }
  totals?: Record<string, number | null>
  series?: Record<string, (number | null)[]>
}

/** The groups in their order, each told apart by status where that is asked for; of these statuses only, unless null. */
export function showGroups(
  groups: Group[],
  selection: Selection,
  statuses: readonly StatusGroup[] | null,
): GroupJson[] {
  const { fields, groupBy, isByStatus } = selection
  return groups.flatMap((group) => {
    const by = showKey(group.key, groupBy)
    if (!isByStatus) return [{ by, ...showFigures(group, fields, statuses) }]
    return (statuses ?? statusGroups).map((status) => ({
      by: { ...by, 'session.status': status },
      ...showFigures(group, fields, [status]),
    }))
  })
}

function showKey({ projectId, release, environment }: SessionGroupKey, groupBy: SessionDimension[]): GroupJson['by'] {
  return {
    ...(groupBy.includes('project') && { project: projectId }),
    ...(groupBy.includes('release') && { release }),
    ...(groupBy.includes('environment') && { environment }),
  }
}

function showFigures(
  { totals, series }: Group,
  fields: SessionField[],
  statuses: readonly StatusGroup[] | null,
): Pick<GroupJson, 'totals' | 'series'> {
  const valuesOf = (figures: SessionFigures) => fields.map((field) => [field.name, field.valueOf(figures, statuses)])
  const seriesOf = (points: SessionFigures[]) =>
    fields.map((field) => [field.name, points.map((figures) => field.valueOf(figures, statuses))])
  return {
    ...(totals && { totals: Object.fromEntries(valuesOf(totals)) }),
    ...(series && { series: Object.fromEntries(seriesOf(series)) }),
  }
}
