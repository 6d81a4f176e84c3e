import { Link } from '@tanstack/react-router'
import { Mark } from '../../components/mark.tsx'
import type { CloseStep } from './close-steps.ts'

/** The steps of the close, each with its state in shape, word and colour, and what would unblock it. */
export function Stepper({ month, steps }: { month: string; steps: readonly CloseStep[] }) {
  return (
    <ol className="stepper">
      {steps.map((step) => (
        <li key={step.name}>
          <StepLink step={step} month={month} />
          <Mark tone={step.tone}>{step.words}</Mark>
          {step.unblock === undefined ? null : <p className="hint">{step.unblock}</p>}
        </li>
      ))}
    </ol>
  )
}

function StepLink({ step: { name, screen }, month }: { step: CloseStep; month: string }) {
  if (screen === 'review') {
    return (
      <Link to="/months/$month/review" params={{ month }} search={{}}>
        {name}
      </Link>
    )
  }
  if (screen === 'posting') {
    return (
      <Link to="/months/$month/posting" params={{ month }}>
        {name}
      </Link>
    )
  }
  if (screen === 'tie-out') {
    return (
      <Link to="/months/$month/tie-out" params={{ month }} search={{}}>
        {name}
      </Link>
    )
  }
  if (screen === 'runs') return <Link to="/runs">{name}</Link>
  if (screen === 'mapping') return <Link to="/mapping">{name}</Link>
  return <strong>{name}</strong>
}
