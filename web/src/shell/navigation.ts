/** A screen of one month, below `/months/$month`, or one of the organization. */
export type Screen =
  | { readonly label: string; readonly scope: 'month'; readonly to: MonthScreen; readonly key: string }
  | { readonly label: string; readonly scope: 'organization'; readonly to: OrganizationScreen; readonly key: string }

// The addresses are written out: the router checks each where a link is made of it.
type MonthScreen =
  | '/months/$month/close'
  | '/months/$month/review'
  | '/months/$month/posting'
  | '/months/$month/tie-out'
  | '/months/$month/statement'
type OrganizationScreen =
  | '/connections'
  | '/subscriptions'
  | '/setup'
  | '/runs'
  | '/config'
  | '/mapping'
  | '/what-if'
  | '/people'
  | '/account'
  | '/activity'

/**
 * All screens, in the order of an operator's month. A new one adds a line here (and its address above) and a route in
 * `router.tsx`; `key` goes to it after `g`.
 */
export const screens: readonly Screen[] = [
  { label: 'Close', scope: 'month', to: '/months/$month/close', key: 'm' },
  { label: 'Review', scope: 'month', to: '/months/$month/review', key: 'r' },
  { label: 'Posting', scope: 'month', to: '/months/$month/posting', key: 'p' },
  { label: 'Tie-out', scope: 'month', to: '/months/$month/tie-out', key: 't' },
  { label: 'Statements', scope: 'month', to: '/months/$month/statement', key: 's' },
  { label: 'Runs', scope: 'organization', to: '/runs', key: 'n' },
  { label: 'Subscriptions', scope: 'organization', to: '/subscriptions', key: 'a' },
  { label: 'Mapping', scope: 'organization', to: '/mapping', key: 'i' },
  { label: 'Config', scope: 'organization', to: '/config', key: 'c' },
  { label: 'What if', scope: 'organization', to: '/what-if', key: 'w' },
  { label: 'Connections', scope: 'organization', to: '/connections', key: 'd' },
  { label: 'Set-up', scope: 'organization', to: '/setup', key: 'b' },
  { label: 'Users and roles', scope: 'organization', to: '/people', key: 'u' },
  { label: 'Account', scope: 'organization', to: '/account', key: 'o' },
  { label: 'Activity', scope: 'organization', to: '/activity', key: 'v' },
]
