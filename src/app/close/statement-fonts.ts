import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The files of the font that comes with the PDF library: Latin, Greek and Cyrillic. */
export function robotoFonts(): Readonly<Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto')
  return {
    normal: join(folder, 'Roboto-Regular.ttf'),
    bold: join(folder, 'Roboto-Medium.ttf'),
    italics: join(folder, 'Roboto-Italic.ttf'),
    bolditalics: join(folder, 'Roboto-MediumItalic.ttf'),
  }
}
