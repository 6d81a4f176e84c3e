import type { Column } from './column.ts'
import { zip } from './zip.ts'

const isDecimal = /^-?\d+(?:\.\d+)?$/
/** A spreadsheet keeps fifteen digits of a number; one with more stays text, so that none is lost. */
const mostDigits = 15
/** What XML 1.0 cannot hold. */
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu
const longestCell = 32_767

const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
export const xlsxType = `${spreadsheet}.sheet`
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/**
 * The rows as they are shown, as a workbook by ECMA-376. An amount is written as the digits that it has, and its cell
 * shows as many places; text is text, whatever it begins with, and never a formula.
 */
export function rowsXlsx<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Uint8Array<ArrayBuffer> {
  const formats = new Formats()
  const lines = [
    columns.map(({ head: text }) => textCell(text, 1)),
    ...rows.map((row) => columns.map((column) => cell(column.text(row), column.isFigure === true, formats))),
  ]
  const data = lines.map((cells, index) => `<row r="${String(index + 1)}">${cells.join('')}</row>`).join('')
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const sheet = `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><sheetData>${data}</sheetData></worksheet>`
  const files: Readonly<Record<string, string>> = {
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets><sheet name="Rows" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': formats.styles(),
    'xl/worksheets/sheet1.xml': sheet,
  }
  const encoder = new TextEncoder()
  return zip(Object.entries(files).map(([name, text]) => ({ name, bytes: encoder.encode(text) })))
}

function cell(text: string, isFigure: boolean, formats: Formats): string {
  if (text === '') return '<c/>'
  const digits = text.replaceAll(/[-.]/g, '').replace(/^0+/, '').length
  if (!isFigure || !isDecimal.test(text) || digits > mostDigits) return textCell(text, 0)
  return `<c s="${String(formats.styleOf(text))}"><v>${text}</v></c>`
}

function textCell(text: string, style: number): string {
  const safe = escaped(text.slice(0, longestCell))
  return `<c t="inlineStr" s="${String(style)}"><is><t xml:space="preserve">${safe}</t></is></c>`
}

function escaped(text: string): string {
  return text
    .replaceAll(notInXml, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Styles 0 and 1 are plain and bold; each number of decimal places has one of its own. */
class Formats {
  readonly #places: number[] = []

  styleOf(text: string): number {
    const places = text.split('.')[1]?.length ?? 0
    if (!this.#places.includes(places)) this.#places.push(places)
    return this.#places.indexOf(places) + 2
  }

  styles(): string {
    const first = 164
    const formats = this.#places.map((places, index) => {
      const code = places === 0 ? '#,##0' : `#,##0.${'0'.repeat(places)}`
      return `<numFmt numFmtId="${String(first + index)}" formatCode="${code}"/>`
    })
    const numbers =
      formats.length === 0 ? '' : `<numFmts count="${String(formats.length)}">${formats.join('')}</numFmts>`
    const cells = this.#places.map(
      (_, index) =>
        `<xf numFmtId="${String(first + index)}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
    )
    const plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    const bold = '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    const font = '<sz val="11"/><name val="Calibri"/>'
    return [
      `${head}<styleSheet xmlns="${main}">${numbers}`,
      `<fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts>`,
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
      `<cellXfs count="${String(cells.length + 2)}">${plain}${bold}${cells.join('')}</cellXfs></styleSheet>`,
    ].join('')
  }
}

function relations(targets: readonly (readonly [kind: string, target: string])[]): string {
  const all = targets.map(
    ([kind, target], index) =>
      `<Relationship Id="rId${String(index + 1)}" Type="${relationships}/${kind}" Target="${target}"/>`,
  )
  return `${head}<Relationships xmlns="${packages}/relationships">${all.join('')}</Relationships>`
}

const contentTypes = [
  `${head}<Types xmlns="${packages}/content-types">`,
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/xml"/>',
  `<Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/>`,
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${spreadsheet}.worksheet+xml"/>`,
  `<Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/></Types>`,
].join('')
