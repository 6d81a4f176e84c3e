/** Gives the operator a text as a file. */
export function downloadText(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name.replaceAll(/[^\w .-]+/g, '-')
  link.click()
  URL.revokeObjectURL(address)
}
