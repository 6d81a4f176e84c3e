import { showStatement } from '../../app/statement/show-statement.ts'
import { statementPdf } from '../../app/statement/statement-pdf.ts'
import { billingMonth } from '../../domain/period.ts'
import { fileEndpoint } from '../endpoint.ts'
import { statementParams } from './get-client-statement.ts'

export const getClientStatementPdf = fileEndpoint(
  {
    path: '/months/{month}/clients/{clientId}/statement.pdf',
    summary: 'The same as a PDF, to send to the client',
    needs: 'viewer',
    file: 'application/pdf',
    params: statementParams,
  },
  async ({ params: { month, clientId }, caller: { context } }) => {
    const statement = await showStatement(context, billingMonth(month), clientId)
    return {
      name: `${statement.clientName} ${month}.pdf`,
      content: await statementPdf(statement, context.organization.name),
    }
  },
)
