import { createRandom } from './random.ts'

/** The one client that every simulated MSP has. */
export const bearCreekWinery = 'Bear Creek Winery'

/**
 * Fictional names, each once: with ampersands, apostrophes and letters beyond ASCII, because real clients have them
 * and searches in a ledger stumble over them.
 */
export function companyName(seed: string, index: number): string {
  const family = families[index % families.length] ?? natureNames
  const count = family.reduce((product, words) => product * words.length, 1)
  const offset = createRandom(seed, 'names', index % families.length).below(count)
  return wordsAt(family, (offset + Math.floor(index / families.length) * stride) % count)
}

/** Lower-case ASCII words with hyphens, for file names and commands. */
export function slugOf(name: string): string {
  const ascii = Array.from(name.toLowerCase(), (letter) => asciiLetters.get(letter) ?? letter).join('')
  return ascii
    .replaceAll('&', 'and')
    .replaceAll(/['’.]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

/** A prime that divides none of the families' sizes, so that stepping by it meets every combination once. */
const stride = 7919

function wordsAt(family: readonly (readonly string[])[], position: number): string {
  let rest = position
  const words = family.map((choices) => {
    const word = choices[rest % choices.length] ?? ''
    rest = Math.floor(rest / choices.length)
    return word
  })
  return words.join('')
}

const trades = [
  ...['Bakery', 'Dental Care', 'Law Group', 'Logistics', 'Architects', 'Veterinary Clinic', 'Brewing Co.', 'Roofing'],
  ...['Accounting', 'Physiotherapy', 'Plumbing', 'Insurance', 'Realty', 'Printing', 'Orchards', 'Machine Works'],
  ...['Academy', 'Theatre', 'Engineering', 'Eye Clinic', 'Landscaping', 'Foundry', 'Cabinetry', 'Marine', 'Pharmacy'],
  ...['Travel', 'Surveying', 'Catering', 'Optics', 'Textiles', 'Publishing', 'Dairy', 'Electric', 'Freight', 'Pottery'],
  ...['Motors', 'Robotics', 'Seeds', 'Glassworks', 'Credit Union'],
]
const natureNames = [
  [
    ...['Otter ', 'Heron ', 'Cedar ', 'Willow ', 'Granite ', 'Copper ', 'Juniper ', 'Fox ', 'Maple ', 'Silver '],
    ...['Quarry ', 'Salmon ', 'Elk ', 'Hazel ', 'Raven ', 'Thistle ', 'Aspen ', 'Badger ', 'Lark ', 'Amber '],
    ...['Pike ', 'Birch ', 'Clover ', 'Slate ', 'Wren ', 'Marten ', 'Poppy ', 'Osprey ', 'Linden ', 'Flint '],
  ],
  [
    ...['Ridge ', 'Creek ', 'Hollow ', 'Point ', 'Valley ', 'Harbor ', 'Bend ', 'Meadow ', 'Falls ', 'Summit '],
    ...['Grove ', 'Landing ', 'Crossing ', 'Lake ', 'Bluff ', 'Spring ', 'Field ', 'Gate ', 'Shore ', 'Glen '],
  ],
  trades,
]
const familyNames = [
  [
    ...["O'Brien", 'Lindqvist', 'Núñez', 'Müller', "D'Angelo", 'Abernathy', 'Kowalczyk', 'Okafor', 'Castellanos'],
    ...['Björnsson', 'Tremblay', 'Haddad', 'Nakamura', 'Fitzgerald', 'Çelik', 'Petrović', 'Whitcombe', 'Sørensen'],
    ...["O'Malley", 'Ibáñez', 'Varga', 'Bélanger', 'MacAllister', 'Oyelaran', 'Rasmussen', 'Żurek', 'Thornbury'],
    ...['Dvořák', 'Pellegrini', 'Achterberg', 'Søholm', "N'Diaye", 'Grünwald', 'Whitlock', 'Santillán', 'Ashworth'],
  ],
  [" & Daughters' ", ' & Sons ', ' & Partners ', "'s ", ' Brothers ', ' Family '],
  trades,
]
const placeNames = [
  [
    ...['Café Zürich', 'Port Lumen', 'North Quay', 'São Bento', 'Old Mill', 'Lower Fen', "Widow's Point", 'Eastgate'],
    ...[
      'Grand-Pré',
      'Kingsferry',
      'Bay & Main',
      'Tidewater',
      'High Plains',
      'Saint-Rémi',
      'Union Square',
      'Three Rivers',
    ],
    ...[
      'Malmö House',
      'Ninth Street',
      'Old Town',
      "Prince's Dock",
      'Far Hills',
      'Red Bridge',
      'Mesa Verde',
      'Salt Flats',
    ],
    ...['Peak & Pine', 'Lakeside', 'Gare du Nord', 'Westmark', 'Llanfair', 'Hamra'],
  ],
  [' Community ', ' United ', ' Modern ', ' Artisan ', ' First ', ' & Co. '],
  trades,
]
const families = [natureNames, familyNames, placeNames]

const asciiLetters = new Map(
  [
    ...['áa', 'àa', 'äa', 'ãa', 'åa', 'ée', 'èe', 'ëe', 'íi', 'óo', 'öo', 'øo', 'õo', 'úu', 'üu', 'ñn'],
    ...['çc', 'ćc', 'řr', 'žz', 'żz', 'łl', 'ßs'],
  ].map((pair): [string, string] => [pair.slice(0, 1), pair.slice(1)]),
)
