import type { DocumentDefinition } from 'pdfmake'
import { robotoFonts } from './statement-fonts.ts'

/** A document as the bytes of a PDF. It is made from its own text alone. */
export async function renderPdf(definition: DocumentDefinition): Promise<Buffer> {
  // Loaded here, because it is large and few commands need it.
  const { default: pdfmake } = await import('pdfmake')
  const fonts = robotoFonts()
  pdfmake.setFonts({ Roboto: fonts })
  // Nothing is fetched, and no file but the fonts is read.
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => Object.values(fonts).includes(path))
  return pdfmake.createPdf(definition).getBuffer()
}
