import { createContext, useContext } from 'react'
import type { Session } from '../api/session.ts'

export const SessionContext = createContext<Session | undefined>(undefined)

const roles = ['viewer', 'operator', 'approver', 'administrator'] as const

/** Who is signed in. Screens are drawn only when somebody is. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('A screen was drawn without a session.')
  return session
}

/** True when who is signed in may do what this role may. The server decides; this only spares a button that it refuses. */
export function useHolds(needed: Session['operator']['role']): boolean {
  const { operator } = useSession()
  return roles.indexOf(operator.role) >= roles.indexOf(needed)
}
