import { bearCreekWinery, companyName, slugOf } from '../company-names.ts'
import { createRandom } from '../random.ts'
import type { MspSettings } from '../settings.ts'
import type { Partner, SimulatedCompany } from '../types.ts'

export interface Companies {
  readonly partners: readonly Partner[]
  readonly clients: readonly SimulatedCompany[]
  readonly internal: SimulatedCompany
  readonly unmapped: readonly SimulatedCompany[]
}

/** Who there is at the distributor: the clients, the MSP itself, and companies that nobody has a contract with. */
export function createCompanies(settings: MspSettings): Companies {
  const { seed, clients: count, frequencies } = settings
  const [main, branch] = partnersOf(seed)
  const clients = Array.from({ length: count }, (_, index) => {
    const random = createRandom(seed, 'partner', index)
    const inBranch = index !== 0 && random.chance(frequencies.initial.childPartner)
    const name = index === 0 ? bearCreekWinery : companyName(seed, index)
    return createCompany(seed, name, 'client', inBranch ? branch : main)
  })
  const unmappedCount = Math.ceil(count * frequencies.initial.unmappedCompany)
  const unmapped = Array.from({ length: unmappedCount }, (_, index) =>
    createCompany(seed, companyName(seed, count + index), 'unmapped', main),
  )
  const internal = createCompany(seed, `${mspName} (internal use)`, 'internal', main)
  return { partners: [main, branch], clients, internal, unmapped }
}

const mspName = 'Larkspur IT Services'

function partnersOf(seed: string): readonly [Partner, Partner] {
  return [
    { partnerId: createRandom(seed, 'partner-id', 'main').uuid(), name: mspName },
    { partnerId: createRandom(seed, 'partner-id', 'branch').uuid(), name: 'Larkspur IT North' },
  ]
}

function createCompany(
  seed: string,
  name: string,
  role: SimulatedCompany['role'],
  { partnerId }: Partner,
): SimulatedCompany {
  const random = createRandom(seed, 'company', name)
  const slug = slugOf(name)
  const [city, stateOrProvince, country] = random.pick(cities)
  const companyId = random.uuid()
  return {
    companyId,
    name,
    role,
    partnerId,
    slug,
    billingEmail: `billing@${slug}.example`,
    city,
    stateOrProvince,
    country,
  }
}

const cities: readonly (readonly [string, string, string])[] = [
  ['Portland', 'Oregon', 'US'],
  ['Boise', 'Idaho', 'US'],
  ['Spokane', 'Washington', 'US'],
  ['Napa', 'California', 'US'],
  ['Duluth', 'Minnesota', 'US'],
  ['Asheville', 'North Carolina', 'US'],
  ['Burlington', 'Vermont', 'US'],
  ['Santa Fe', 'New Mexico', 'US'],
]
