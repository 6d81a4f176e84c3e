import fc from 'fast-check'
import { expect, test } from 'vitest'
import { element, optionalElement, writeXml } from './xml-text.ts'
import { childOf, childrenOf, InvalidXml, readXml, textAt } from './xml-tree.ts'

test('what is written is read back, whatever the text', () => {
  // A lone half of a character has no place in XML; neither has a control character.
  const text = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .map((value) => value.replace(/[^\P{Cc}\n\t\r]|[\uFFFE\uFFFF]/gu, ''))
  fc.assert(
    fc.property(text, text, (content, value) => {
      const read = readXml(writeXml(element('a:doc', [element('b', content, { c: value })])))
      expect(read.name).toBe('doc')
      expect(textAt(read, 'b') ?? '').toBe(content)
      expect(childOf(read, 'b')?.attributes['c']?.replaceAll('\n', ' ')).toBe(value.replaceAll('\n', ' '))
    }),
  )
})

test('any text is either read or refused with its line', () => {
  const pieces = fc.constantFrom(
    '<a>',
    '</a>',
    '<a/>',
    '<b c="1">',
    '</b>',
    '&amp;',
    '&',
    '<!-- x -->',
    '<![CDATA[<]]>',
    'text',
    '<?pi?>',
    '<',
    '>',
    '"',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      ),
      (source) => {
        try {
          expect(typeof readXml(source).name).toBe('string')
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidXml)
        }
      },
    ),
  )
})

test('elements, attributes, CDATA, comments and references are read', () => {
  const read = readXml(
    '<?xml version="1.0"?>\n<x:doc y="&lt;1"><i>a</i><!-- no --><i><![CDATA[<b>]]>&#233;&#xE9;</i></x:doc>',
  )
  expect(read.attributes).toEqual({ y: '<1' })
  expect(childrenOf(read, 'i').map(({ text }) => text)).toEqual(['a', '<b>éé'])
  expect(textAt(read, 'j')).toBeUndefined()
  expect(writeXml(element('a', [optionalElement('b', ''), undefined]))).toBe('<a/>\n')
})

test.each([
  [
    'a document type, which could name files to read',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    'document type',
  ],
  ['an unknown entity', '<a>&x;</a>', 'entity &x; is not known'],
  ['an element that stays open', '<a><b></a>', 'closes nothing that is open'],
  ['two roots', '<a/><b/>', 'second root'],
  ['nothing', '', 'no element'],
  ['text outside', 'x<a/>', 'outside'],
  ['a reference to no character', '<a>&#0;</a>', 'no character'],
  ['an attribute twice', '<a b="1" b="2"/>', 'stands twice'],
  ['more depth than any document has', `${'<a>'.repeat(201)}${'</a>'.repeat(201)}`, 'inside each other'],
])('%s is refused', (_what, source, words) => {
  expect(() => readXml(source)).toThrow(words)
})
