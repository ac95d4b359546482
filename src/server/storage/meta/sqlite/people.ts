import type { PeopleStore } from '../ports/people.ts'
import type { Database } from '../../sqlite/database.ts'
import { invitationStore } from './invitations.ts'
import { memberStore } from './members.ts'
import { organizationStore } from './organizations.ts'
import { signInStore } from './sign-in.ts'
import { projectTeamStore, teamStore } from './teams.ts'
import { tokenStore } from './tokens.ts'
import { userStore } from './users.ts'

/** The whole of `PeopleStore`, put together from its parts. */
export function peopleStore(database: Database): PeopleStore {
  return {
    ...organizationStore(database),
    ...userStore(database),
    ...memberStore(database),
    ...invitationStore(database),
    ...teamStore(database),
    ...projectTeamStore(database),
    ...tokenStore(database),
    ...signInStore(database),
  }
}
