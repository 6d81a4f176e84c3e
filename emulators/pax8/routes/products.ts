import { contentResponse, found, jsonResponse, onGet, type Pax8App } from '../call.ts'
import type { Pax8Context } from '../context.ts'
import { writeJson } from '../json-text.ts'
import { pageResponse } from '../paging.ts'
import type { Product } from '../records.ts'
import { commitmentRow, pricingRow, productRow, provisionDetailRow } from '../rows/product-row.ts'
import { byText, readSort, type Comparisons } from '../sorting.ts'

const comparisons: Comparisons<Product> = {
  name: byText((product) => product.name),
  vendor: byText((product) => product.vendorName),
}

export function productRoutes(app: Pax8App, { state, faults }: Pax8Context): void {
  const productOf = (id: string): Product => found(state.products.get(id), 'Product')

  onGet(app, '/v1/products', (call) => {
    const search = call.parameters.text('search')?.toLowerCase()
    const vendorName = call.parameters.text('vendorName')
    const sort = readSort(call.parameters, comparisons)
    const rows = state.products.query(JSON.stringify([search, vendorName, call.parameters.text('sort')]), () => {
      const fitting = state.products
        .all()
        .filter((product) => vendorName === undefined || product.vendorName === vendorName)
        .filter((product) => search === undefined || searchedText(product).includes(search))
      return sort === undefined ? fitting : fitting.toSorted(sort)
    })
    const { absentFields } = faults.switches
    return pageResponse(faults, call, rows, (product) => writeJson(productRow(product, 'list'), absentFields))
  })

  onGet(app, '/v1/products/:productId', (call) =>
    jsonResponse(writeJson(productRow(productOf(call.id('productId')), 'detail'), faults.switches.absentFields)),
  )

  onGet(app, '/v1/products/:productId/pricing', (call) => {
    const product = productOf(call.id('productId'))
    const companyId = call.parameters.text('companyId')
    if (companyId !== undefined) found(state.companies.get(companyId), 'Company')
    const plans = state.pricingOf(product.id, companyId).map((plan) => pricingRow(product, plan))
    return contentResponse(plans, faults.switches.absentFields)
  })

  onGet(app, '/v1/products/:productId/dependencies', (call) => {
    const product = productOf(call.id('productId'))
    const { commitmentDependencies, productDependencies } = state.dependenciesOf(product.id)
    const needed = productDependencies.map(({ name, productIds }) => ({
      name,
      products: productIds.map((id) => productRow(productOf(id), 'list')),
    }))
    const rules = commitmentDependencies.map(commitmentRow)
    return jsonResponse(writeJson({ commitmentDependencies: rules, productDependencies: needed }))
  })

  onGet(app, '/v1/products/:productId/provision-details', (call) => {
    const product = productOf(call.id('productId'))
    return contentResponse(state.provisionDetailsOf(product.id).map(provisionDetailRow), faults.switches.absentFields)
  })
}

function searchedText({ name, vendorName, sku, vendorSku, id }: Product): string {
  return [name, vendorName, sku, vendorSku, id].join('\n').toLowerCase()
}
