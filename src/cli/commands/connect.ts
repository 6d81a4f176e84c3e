import type { RegisterCommand } from '../command.ts'
import { registerConnectFile } from './connect-file.ts'
import { registerConnectPax8 } from './connect-pax8.ts'
import { registerConnectQuickBooksOnline } from './connect-quickbooks-online.ts'
import { registerConnectWebhook } from './connect-webhook.ts'
import { registerConnectXero } from './connect-xero.ts'

export const registerConnect: RegisterCommand = (program, io) => {
  const connect = program.command('connect').description('connect a distributor or a ledger; safe to repeat')
  registerConnectPax8(connect, io)
  registerConnectQuickBooksOnline(connect, io)
  registerConnectXero(connect, io)
  registerConnectFile(connect, io)
  registerConnectWebhook(connect, io)
}
