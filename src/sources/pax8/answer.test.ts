import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explanationOf, readBody } from './answer.ts'

test.each([
  ['', 'an empty body'],
  ['  \n', 'an empty body'],
  ['<!DOCTYPE html><html><head><title> Sign in </title>', 'an HTML page titled "Sign in"'],
  ['<html><body>502', 'an HTML page'],
  ['<?xml version="1.0"?><error/>', 'XML'],
  ['<soap:Envelope xmlns:soap="x">', 'XML'],
  ['{"content":[{"id":', 'text that is not JSON, or JSON that breaks off'],
  ['upstream connect error', 'text that is not JSON, or JSON that breaks off'],
])('%j is %s, whatever its Content-Type says', (text, description) => {
  expect(readBody(text)).toEqual({ kind: 'not-json', description })
})

test.each([
  [
    '{"type":"BAD_REQUEST","message":"Invalid input","status":400,"details":[{"message":"size: at most 200"}]}',
    '"Invalid input; size: at most 200"',
  ],
  ['{"error":"access_denied","error_description":"Unauthorized"}', '"Unauthorized"'],
  ['{"type":"NOT_FOUND"}', '"NOT_FOUND"'],
  ['{"message":17,"details":"none"}', 'no explanation'],
  ['[]', 'no explanation'],
  ['<html>', 'an HTML page'],
])('%j explains a refusal as %s', (text, explanation) => {
  expect(explanationOf(readBody(text))).toBe(explanation)
})

test('no body breaks the reading of an explanation', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(explanationOf(readBody(text)).length).toBeLessThan(600)
    }),
  )
})
