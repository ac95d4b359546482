/** How an assignee is written: people by name, teams as `#web`. */
export const assigneeWords = ({ type, name }: { type: string; name: string }): string =>
  type === 'team' ? `#${name.replace(/^#/, '')}` : name
