/** The values of the enumerations that `property-types.ts` names, from the same schema, separated by bars. */
export const enumerations: Readonly<Record<string, string>> = {
  BillableStatusEnum: 'Billable | NotBillable | HasBeenBilled',
  CCAVSMatchEnum: 'Fail | NotAvailable | Pass',
  CCPaymentStatusEnum: 'Completed | Voided | Unknown',
  CCSecurityCodeMatchEnum: 'Fail | NotAvailable | Pass',
  CCTxnModeEnum: 'CardNotPresent | CardPresent',
  CCTxnTypeEnum: 'Authorization | Capture | Charge | Refund | VoiceAuthorization',
  ContactTypeEnum: 'TelephoneNumber | EmailAddress | WebSiteAddress | GenericContactType',
  ConvenienceFeeTypeEnum: 'MANUAL | AUTO | PAID | DISABLED',
  CustomFieldTypeEnum: 'StringType | BooleanType | NumberType | DateType',
  DeliveryErrorTypeEnum: 'Missing Info | Undeliverable | Delivery Server Down | Bounced Email',
  DeliveryTypeEnum: 'Email | Tradeshift',
  ETransactionStatusEnum: `
    Sent | Viewed | Paid | Delivery Error | Updated | Error | Accepted | Rejected | Sent With ICN Error | Delivered
    | Disputed`,
  EmailStatusEnum: 'NotSet | NeedToSend | EmailSent',
  EntityStatusEnum: 'Deleted | Voided | Draft | Pending | InTransit | Synchronized | SyncError',
  EntityTypeEnum: 'Customer | Employee | Job | Other | Vendor',
  FinancingProductTypeEnum: 'GET_PAID_UPFRONT',
  GlobalTaxCalculationEnum: 'TaxInclusive | TaxExcluded | NotApplicable',
  ItemTypeEnum: `
    Assembly | Category | Fixed Asset | Group | Inventory | NonInventory | Other Charge | Payment | Service |
    Subtotal | Discount | Tax | Tax Group | Bundle`,
  JobStatusEnum: 'Awarded | Closed | InProgress | None | NotAwarded | Pending',
  LineDetailTypeEnum: `
    PaymentLineDetail | DiscountLineDetail | TaxLineDetail | SalesItemLineDetail | ItemBasedExpenseLineDetail |
    AccountBasedExpenseLineDetail | DepositLineDetail | PurchaseOrderItemLineDetail | ItemReceiptLineDetail |
    JournalEntryLineDetail | GroupLineDetail | DescriptionOnly | SubTotalLineDetail | SalesOrderItemLineDetail |
    TDSLineDetail | ReimburseLineDetail | ItemAdjustmentLineDetail`,
  MonthEnum: `
    January | February | March | April | May | June | July | August | September | October | November | December`,
  PaymentExtendedTypeEnum: 'Prepayment',
  PaymentTypeEnum: 'Cash | Check | CreditCard | Expense | Other',
  PostingTypeEnum: 'Credit | Debit',
  PrintStatusEnum: 'NotSet | NeedToPrint | PrintComplete',
  SpecialItemTypeEnum: 'FinanceCharge | ReimbursableExpenseGroup | ReimbursableExpenseSubtotal',
  SubscriptionPaymentsSettingEnum: 'SALE_TERM',
  TaxApplicableOnEnum: 'Purchase | Sales',
  TaxReviewStatusEnum: 'NON_AST_TAX | AST_TAX_OVERRIDE',
  TxnSubTypeEnum: `
    InvoiceTax | InvoiceRetail | JournalTaxAdjustment | ProjectCostEstimate | EmployeeReimbursableExpense |
    EmployeeReimbursableExpensePayment | RetainageRelease`,
  TxnTypeEnum: `
    APCreditCard | ARRefundCreditCard | Bill | BillPaymentCheck | BuildAssembly | CarryOver | CashPurchase | Charge
    | Check | CreditCardPayment | CreditMemo | Deposit | EFPLiabilityCheck | EFTBillPayment | EFTRefund | Estimate |
    InventoryAdjustment | InventoryTransfer | Invoice | ItemReceipt | JournalEntry | LiabilityAdjustment | Paycheck
    | PayrollLiabilityCheck | PurchaseOrder | PriorPayment | ReceivePayment | RefundCheck | ReimburseCharge |
    SalesOrder | SalesReceipt | SalesTaxPaymentCheck | Transfer | TimeActivity | VendorCredit | VendorPrepayment |
    YTDAdjustment`,
  WeekEnum: 'Sunday | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday',
}
