import type { Obstacle } from '../../reconciliation/decisions/month-state.ts'

/** Why a month cannot be closed, in a clause. */
export function obstacleInWords(obstacle: Obstacle): string {
  switch (obstacle.obstacle) {
    case 'unexplained':
      return `${obstacle.amount} ${obstacle.currency} is unexplained`
    case 'could-not-be-checked':
      return obstacle.gaps.length === 0
        ? 'a part of it could not be checked'
        : `it could not be checked: ${obstacle.gaps.join('; ')}`
    case 'undecided': {
      const cost = obstacle.cost.map(({ amount, currency }) => `${amount} ${currency}`).join(', ')
      const many = obstacle.findings === 1 ? '1 difference is' : `${String(obstacle.findings)} differences are`
      return `${many} undecided (${cost} net)`
    }
    case 'outdated-decisions': {
      const many = obstacle.decisions === 1 ? '1 decision carries' : `${String(obstacle.decisions)} decisions carry`
      return `${many} an amount to an invoice for a difference that is gone`
    }
  }
}
