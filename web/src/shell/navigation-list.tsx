import { Link } from '@tanstack/react-router'
import { screens, type Screen } from './navigation.ts'

/** The screens to go to. Those of a month appear once there is one. */
export function NavigationList({ month }: { month: string | undefined }) {
  return (
    <nav aria-label="Screens" className="screens">
      {screens.map((screen) => (
        <ScreenLink key={screen.to} screen={screen} month={month} />
      ))}
    </nav>
  )
}

function ScreenLink({ screen, month }: { screen: Screen; month: string | undefined }) {
  const content = (
    <>
      {screen.label}
      <kbd aria-hidden="true">g {screen.key}</kbd>
    </>
  )
  if (screen.scope === 'organization') return <Link to={screen.to}>{content}</Link>
  return month === undefined ? null : (
    <Link to={screen.to} params={{ month }} search={{}}>
      {content}
    </Link>
  )
}
