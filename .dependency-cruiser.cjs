// The layers of ARCHITECTURE.md as rules; `test/architecture/import-direction.test.ts` holds the code to them.
// Each rule has a wrong import there that it must refuse.

const testCode = '\\.test\\.ts$|^src/reconciliation/testing/|/fixtures/|/(source|gateway)-contract\\.ts$'
const product = (path) => ({ path, pathNot: testCode })

/** All that is not in these folders: other folders, packages, what Node brings. */
const allBut = (...folders) => ({ pathNot: folders.map((folder) => `^${folder}/`) })

/** Other folders of the project; packages and what Node brings are free. */
const projectBut = (...paths) => ({ path: '^(src|emulators|test|bench)/', pathNot: paths.map((path) => `^${path}`) })

/** What every ledger adapter may use: HTTP, OAuth, the parts of JSON, the parts of a document. They know no adapter. */
const sharedByLedgers = 'src/ledgers/(http|oauth|wire|document)/'

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const layers = [
  {
    name: 'money-knows-only-itself',
    severity: 'error',
    from: product('^src/money/'),
    to: allBut('src/money'),
  },
  {
    name: 'domain-knows-money',
    severity: 'error',
    from: product('^src/domain/'),
    to: allBut('src/domain', 'src/money'),
  },
  {
    name: 'billing-knows-domain',
    severity: 'error',
    from: product('^src/billing/'),
    to: allBut('src/billing', 'src/domain', 'src/money'),
  },
  {
    name: 'reconciliation-knows-domain',
    severity: 'error',
    from: product('^src/reconciliation/'),
    to: allBut('src/reconciliation', 'src/domain', 'src/money'),
  },
  {
    name: 'support-knows-only-itself',
    severity: 'error',
    from: product('^src/support/'),
    to: projectBut('src/support/'),
  },
  {
    name: 'config-knows-domain',
    severity: 'error',
    from: product('^src/config/'),
    to: projectBut('src/config/', 'src/domain/', 'src/money/', 'src/support/'),
  },
  {
    name: 'store-knows-domain',
    severity: 'error',
    from: product('^src/store/'),
    to: projectBut('src/store/', 'src/domain/', 'src/money/', 'src/support/'),
  },
  {
    name: 'ports-know-domain',
    severity: 'error',
    from: { path: '^src/(sources|ledgers)/[^/]+\\.ts$', pathNot: `${testCode}|/registry\\.ts$` },
    to: projectBut('src/(sources|ledgers)/[^/]+\\.ts$', 'src/domain/', 'src/money/', 'src/support/'),
  },
  {
    name: 'source-adapters-know-their-port',
    severity: 'error',
    from: { path: '^src/sources/([^/]+)/', pathNot: testCode },
    to: projectBut(
      'src/sources/$1/',
      'src/sources/(source|errors|charge-rounding|mapped-file|charges-file|state-file|service-period|one-spelling)\\.ts$',
      'src/domain/',
      'src/money/',
      'src/support/',
    ),
  },
  {
    name: 'ledger-adapters-know-their-port',
    severity: 'error',
    from: { path: '^src/ledgers/([^/]+)/', pathNot: testCode },
    to: projectBut(
      'src/ledgers/$1/',
      'src/ledgers/(gateway|facts|errors)\\.ts$',
      sharedByLedgers,
      'src/domain/',
      'src/money/',
      'src/support/',
    ),
  },
  {
    name: 'app-knows-ports-not-adapters',
    severity: 'error',
    from: product('^src/app/'),
    to: projectBut(
      'src/(app|billing|reconciliation|domain|money|config|store|support)/',
      'src/sources/(source|errors|charge-rounding|mapped-file|charges-file|state-file)\\.ts$',
      'src/ledgers/(gateway|facts|errors)\\.ts$',
    ),
  },
  {
    name: 'server-knows-use-cases',
    severity: 'error',
    from: product('^src/http/'),
    to: projectBut('src/(http|app|billing|reconciliation|domain|money|config|store|support)/'),
  },
  {
    name: 'nobody-knows-the-command-line-or-the-server',
    severity: 'error',
    from: product('^(src/(?!cli/|http/)|emulators/)'),
    to: { path: '^src/(cli|http)/' },
  },
  {
    name: 'only-the-command-line-starts-emulators',
    severity: 'error',
    from: product('^src/(?!cli/)'),
    to: { path: '^emulators/' },
  },
  {
    name: 'emulators-read-the-vendor-for-themselves',
    severity: 'error',
    from: product('^emulators/'),
    to: projectBut('emulators/', 'src/money/', 'src/support/'),
  },
  {
    name: 'emulators-do-not-know-each-other',
    severity: 'error',
    from: { path: '^emulators/(?!simulated-msp/|sandbox/)([^/]+)/' },
    // A service on loopback with faults and a sign-in is what every vendor has, and says nothing of any.
    to: { path: '^emulators/', pathNot: ['^emulators/$1/', '^emulators/service/'] },
  },
  {
    name: 'the-product-does-not-need-its-tests',
    severity: 'error',
    from: product('^(src|emulators)/'),
    to: { path: `^test/|^bench/|${testCode}` },
  },
  {
    name: 'no-circles',
    severity: 'error',
    from: product('^(src|emulators)/'),
    // Types that name each other cost nothing at run time.
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'nothing-unresolvable',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
]

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: layers,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
