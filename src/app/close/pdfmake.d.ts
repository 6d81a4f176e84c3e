// The library's published types bring the browser's with them; these are the parts that the statement uses.
declare module 'pdfmake' {
  export type Alignment = 'left' | 'right' | 'center'

  export interface TextContent {
    readonly text: string
    readonly style?: string
    readonly bold?: boolean
    readonly fontSize?: number
    readonly alignment?: Alignment
  }

  export interface TableContent {
    readonly layout: 'lightHorizontalLines'
    readonly table: {
      readonly headerRows: number
      readonly widths: readonly ('auto' | '*')[]
      readonly body: readonly (readonly TextContent[])[]
    }
  }

  export type Content = TextContent | TableContent

  export interface DocumentDefinition {
    readonly info: { readonly title: string; readonly creator: string; readonly creationDate: Date }
    readonly pageSize: 'A4'
    readonly pageMargins: readonly [number, number, number, number]
    readonly defaultStyle: { readonly font: string; readonly fontSize: number }
    readonly styles: Readonly<
      Record<string, { fontSize: number; bold: boolean; margin?: readonly [number, number, number, number] }>
    >
    readonly footer: (page: number, pages: number) => TextContent
    readonly content: readonly Content[]
  }

  interface Pdfmake {
    setFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void
    setUrlAccessPolicy(allows: (url: string) => boolean): void
    setLocalAccessPolicy(allows: (path: string) => boolean): void
    createPdf(document: DocumentDefinition): { getBuffer(): Promise<Buffer> }
  }

  const pdfmake: Pdfmake
  export default pdfmake
}
