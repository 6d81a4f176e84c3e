/**
 * The vendor's property names for the entities that can be written here, and for all they hold, as its own schema
 * (`Finance.xsd`) lists them: `Name:type`, with `[]` where a list is allowed. A type is a primitive of XML Schema,
 * `any`, an enumeration, or another entry of this list. A JSON reference carries the XML element's text as `value`.
 * A test reads the schema by another way and compares.
 */
export const propertyTypes: Readonly<Record<string, string>> = {
  Invoice: `
    Id:string SyncToken:string MetaData:ModificationMetaData CustomField:CustomField[] AttachableRef:AttachableRef[]
    domain:string status:EntityStatusEnum sparse:boolean DocNumber:string TxnDate:date TxnSubType:TxnSubTypeEnum
    DepartmentRef:ReferenceType CurrencyRef:ReferenceType ExchangeRate:decimal PrivateNote:string TxnStatus:string
    LinkedTxn:LinkedTxn[] Line:Line[] TxnTaxDetail:TxnTaxDetail TxnSource:string TaxFormType:string
    TaxFormNum:string TransactionLocationType:string Tag:Tag[] TxnApprovalInfo:TxnApprovalInfo
    RecurDataRef:ReferenceType RecurringInfo:RecurringInfo ProjectRef:ReferenceType TotalCostAmount:decimal
    HomeTotalCostAmount:decimal AutoDocNumber:boolean CustomerRef:ReferenceType CustomerMemo:MemoRef
    BillAddr:PhysicalAddress ShipAddr:PhysicalAddress FreeFormAddress:boolean ShipFromAddr:PhysicalAddress
    RemitToRef:ReferenceType ClassRef:ReferenceType SalesTermRef:ReferenceType DueDate:date
    SalesRepRef:ReferenceType PONumber:string FOB:string ShipMethodRef:ReferenceType ShipDate:date
    TrackingNum:string GlobalTaxCalculation:GlobalTaxCalculationEnum TotalAmt:decimal HomeTotalAmt:decimal
    ApplyTaxAfterDiscount:boolean ShippingTaxIncludedInTotalTax:boolean TemplateRef:ReferenceType
    PrintStatus:PrintStatusEnum EmailStatus:EmailStatusEnum BillEmail:EmailAddress BillEmailCc:EmailAddress
    BillEmailBcc:EmailAddress ARAccountRef:ReferenceType Balance:decimal HomeBalance:decimal FinanceCharge:boolean
    PaymentMethodRef:ReferenceType PaymentRefNum:string PaymentType:PaymentTypeEnum CheckPayment:CheckPayment
    CreditCardPayment:CreditCardPayment DepositToAccountRef:ReferenceType DeliveryInfo:TransactionDeliveryInfo
    DiscountRate:decimal DiscountAmt:decimal GovtTxnRefIdentifier:string TaxExemptionRef:ReferenceType
    Deposit:decimal AllowIPNPayment:boolean AllowOnlinePayment:boolean AllowOnlineCreditCardPayment:boolean
    AllowOnlineACHPayment:boolean AllowOnlinePayPalPayment:boolean AllowOnlineAffirmPayment:boolean
    EInvoiceStatus:ETransactionStatusEnum ECloudStatusTimeStamp:dateTime CfdiUse:integer Exportation:string
    GlobalInfo:MXGlobalInfo invoiceStatus:string callToAction:string invoiceStatusLog:StatusInfo[] InvoiceEx:any
    LessCIS:decimal InvoiceLink:string PaymentDetailsMessage:string ConvenienceFeeDetail:ConvenienceFeeDetail
    EnabledSurchargeInfo:EnabledSurchargeInfo InvoiceLinkSecurityCode:string InvoiceLinkExpiryDate:date
    AutoPayEligible:boolean SchedulePayEligible:boolean ScheduledPaymentId:string GratuityEnabled:boolean
    FinancingProductType:FinancingProductTypeEnum SubscriptionPaymentsSetting:SubscriptionPaymentsSettingEnum
    TxnRetainageDetail:TxnRetainageDetail`,
  CreditMemo: `
    Id:string SyncToken:string MetaData:ModificationMetaData CustomField:CustomField[] AttachableRef:AttachableRef[]
    domain:string status:EntityStatusEnum sparse:boolean DocNumber:string TxnDate:date TxnSubType:TxnSubTypeEnum
    DepartmentRef:ReferenceType CurrencyRef:ReferenceType ExchangeRate:decimal PrivateNote:string TxnStatus:string
    LinkedTxn:LinkedTxn[] Line:Line[] TxnTaxDetail:TxnTaxDetail TxnSource:string TaxFormType:string
    TaxFormNum:string TransactionLocationType:string Tag:Tag[] TxnApprovalInfo:TxnApprovalInfo
    RecurDataRef:ReferenceType RecurringInfo:RecurringInfo ProjectRef:ReferenceType TotalCostAmount:decimal
    HomeTotalCostAmount:decimal AutoDocNumber:boolean CustomerRef:ReferenceType CustomerMemo:MemoRef
    BillAddr:PhysicalAddress ShipAddr:PhysicalAddress FreeFormAddress:boolean ShipFromAddr:PhysicalAddress
    RemitToRef:ReferenceType ClassRef:ReferenceType SalesTermRef:ReferenceType DueDate:date
    SalesRepRef:ReferenceType PONumber:string FOB:string ShipMethodRef:ReferenceType ShipDate:date
    TrackingNum:string GlobalTaxCalculation:GlobalTaxCalculationEnum TotalAmt:decimal HomeTotalAmt:decimal
    ApplyTaxAfterDiscount:boolean ShippingTaxIncludedInTotalTax:boolean TemplateRef:ReferenceType
    PrintStatus:PrintStatusEnum EmailStatus:EmailStatusEnum BillEmail:EmailAddress BillEmailCc:EmailAddress
    BillEmailBcc:EmailAddress ARAccountRef:ReferenceType Balance:decimal HomeBalance:decimal FinanceCharge:boolean
    PaymentMethodRef:ReferenceType PaymentRefNum:string PaymentType:PaymentTypeEnum CheckPayment:CheckPayment
    CreditCardPayment:CreditCardPayment DepositToAccountRef:ReferenceType DeliveryInfo:TransactionDeliveryInfo
    DiscountRate:decimal DiscountAmt:decimal GovtTxnRefIdentifier:string TaxExemptionRef:ReferenceType
    RemainingCredit:decimal InvoiceRef:ReferenceType CreditMemoEx:any`,
  Payment: `
    Id:string SyncToken:string MetaData:ModificationMetaData CustomField:CustomField[] AttachableRef:AttachableRef[]
    domain:string status:EntityStatusEnum sparse:boolean DocNumber:string TxnDate:date TxnSubType:TxnSubTypeEnum
    DepartmentRef:ReferenceType CurrencyRef:ReferenceType ExchangeRate:decimal PrivateNote:string TxnStatus:string
    LinkedTxn:LinkedTxn[] Line:Line[] TxnTaxDetail:TxnTaxDetail TxnSource:string TaxFormType:string
    TaxFormNum:string TransactionLocationType:string Tag:Tag[] TxnApprovalInfo:TxnApprovalInfo
    RecurDataRef:ReferenceType RecurringInfo:RecurringInfo ProjectRef:ReferenceType TotalCostAmount:decimal
    HomeTotalCostAmount:decimal CustomerRef:ReferenceType RemitToRef:ReferenceType ARAccountRef:ReferenceType
    DepositToAccountRef:ReferenceType PaymentMethodRef:ReferenceType PaymentRefNum:string
    PaymentType:PaymentTypeEnum CheckPayment:CheckPayment CreditCardPayment:CreditCardPayment TotalAmt:decimal
    UnappliedAmt:decimal ProcessPayment:boolean PaymentExtendedType:PaymentExtendedTypeEnum PaymentEx:any`,
  Customer: `
    Id:string SyncToken:string MetaData:ModificationMetaData CustomField:CustomField[] AttachableRef:AttachableRef[]
    domain:string status:EntityStatusEnum sparse:boolean IntuitId:string Organization:boolean Title:string
    GivenName:string MiddleName:string FamilyName:string Suffix:string FullyQualifiedName:string CompanyName:string
    DisplayName:string PrintOnCheckName:string UserId:string Active:boolean V4IDPseudonym:string
    PrimaryPhone:TelephoneNumber AlternatePhone:TelephoneNumber Mobile:TelephoneNumber Fax:TelephoneNumber
    PrimaryEmailAddr:EmailAddress WebAddr:WebSiteAddress OtherContactInfo:ContactInfo[]
    DefaultTaxCodeRef:ReferenceType Taxable:boolean BillAddr:PhysicalAddress ShipAddr:PhysicalAddress
    OtherAddr:PhysicalAddress[] ContactName:string AltContactName:string Notes:string Job:boolean
    BillWithParent:boolean RootCustomerRef:ReferenceType ParentRef:ReferenceType Level:integer
    CustomerTypeRef:ReferenceType SalesTermRef:ReferenceType SalesRepRef:ReferenceType TaxGroupCodeRef:ReferenceType
    TaxRateRef:ReferenceType PaymentMethodRef:ReferenceType CCDetail:CreditChargeInfo PriceLevelRef:ReferenceType
    Balance:decimal OpenBalanceDate:date BalanceWithJobs:decimal CreditLimit:decimal AcctNum:string
    CurrencyRef:ReferenceType OverDueBalance:decimal TotalRevenue:decimal TotalExpense:decimal
    PreferredDeliveryMethod:string ResaleNum:string JobInfo:JobInfo TDSEnabled:boolean CustomerEx:any
    SecondaryTaxIdentifier:string ARAccountRef:ReferenceType PrimaryTaxIdentifier:string TaxExemptionReasonId:string
    IsProject:boolean BusinessNumber:string GSTIN:string GSTRegistrationType:string IsCISContractor:boolean
    ClientCompanyId:string ClientEntityId:string Source:string TaxRegime:string`,
  Item: `
    Id:string SyncToken:string MetaData:ModificationMetaData CustomField:CustomField[] AttachableRef:AttachableRef[]
    domain:string status:EntityStatusEnum sparse:boolean Name:string Sku:string Description:string Active:boolean
    SubItem:boolean ParentRef:ReferenceType Level:integer FullyQualifiedName:string Taxable:boolean
    SalesTaxIncluded:boolean PercentBased:boolean UnitPrice:decimal RatePercent:decimal Type:ItemTypeEnum
    PaymentMethodRef:ReferenceType UOMSetRef:ReferenceType IncomeAccountRef:ReferenceType PurchaseDesc:string
    PurchaseTaxIncluded:boolean PurchaseCost:decimal ExpenseAccountRef:ReferenceType COGSAccountRef:ReferenceType
    AssetAccountRef:ReferenceType PrefVendorRef:ReferenceType AvgCost:decimal TrackQtyOnHand:boolean
    QtyOnHand:decimal QtyOnPurchaseOrder:decimal QtyOnSalesOrder:decimal ReorderPoint:decimal ManPartNum:string
    DepositToAccountRef:ReferenceType SalesTaxCodeRef:ReferenceType PurchaseTaxCodeRef:ReferenceType
    InvStartDate:date BuildPoint:decimal PrintGroupedItems:boolean SpecialItem:boolean
    SpecialItemType:SpecialItemTypeEnum ItemGroupDetail:ItemGroupDetail ItemAssemblyDetail:ItemAssemblyDetail
    AbatementRate:decimal ReverseChargeRate:decimal ServiceType:string ItemCategoryType:string ItemEx:any
    TaxClassificationRef:ReferenceType UQCDisplayText:string UQCId:string ClassRef:ReferenceType Source:string
    DeferredRevenue:boolean CustomExtensions:CustomExtensions[]`,
  ModificationMetaData: `
    CreatedByRef:ReferenceType CreateTime:dateTime LastModifiedByRef:ReferenceType LastUpdatedTime:dateTime
    LastChangedInQB:dateTime Synchronized:boolean`,
  CustomField: `
    DefinitionId:string Name:string Type:CustomFieldTypeEnum StringValue:string BooleanValue:boolean DateValue:date
    NumberValue:decimal`,
  AttachableRef: `
    EntityRef:ReferenceType LineInfo:string IncludeOnSend:boolean CustomField:CustomField[] AttachableRefEx:any`,
  ReferenceType: 'value:string name:string type:string',
  LinkedTxn: 'TxnId:string TxnType:string TxnLineId:string',
  Line: `
    Id:string LineNum:integer Description:string Amount:decimal Received:decimal LinkedTxn:LinkedTxn[]
    DetailType:LineDetailTypeEnum PaymentLineDetail:PaymentLineDetail DiscountLineDetail:DiscountLineDetail
    TaxLineDetail:TaxLineDetail SalesItemLineDetail:SalesItemLineDetail DescriptionLineDetail:DescriptionLineDetail
    ItemBasedExpenseLineDetail:ItemBasedExpenseLineDetail
    AccountBasedExpenseLineDetail:AccountBasedExpenseLineDetail ReimburseLineDetail:ReimburseLineDetail
    DepositLineDetail:DepositLineDetail PurchaseOrderItemLineDetail:PurchaseOrderItemLineDetail
    SalesOrderItemLineDetail:SalesOrderItemLineDetail ItemReceiptLineDetail:ItemReceiptLineDetail
    JournalEntryLineDetail:JournalEntryLineDetail GroupLineDetail:GroupLineDetail
    SubTotalLineDetail:SubTotalLineDetail TDSLineDetail:TDSLineDetail
    ItemAdjustmentLineDetail:ItemAdjustmentLineDetail CustomField:CustomField[] LineEx:any ProjectRef:ReferenceType
    CostAmount:decimal HomeCostAmount:decimal CustomExtensions:CustomExtensions[]`,
  TxnTaxDetail: `
    DefaultTaxCodeRef:ReferenceType TxnTaxCodeRef:ReferenceType TotalTax:decimal TaxReviewStatus:TaxReviewStatusEnum
    TaxLine:Line[] UseAutomatedSalesTax:boolean`,
  Tag: `
    Id:string SyncToken:string MetaData:ModificationMetaData CustomField:CustomField[] AttachableRef:AttachableRef[]
    domain:string status:EntityStatusEnum sparse:boolean Name:string`,
  TxnApprovalInfo: `
    ApprovalStatus:string ApprovalStatusDetail:string LastChangedByUser:string LastChangedDate:dateTime`,
  RecurringInfo: 'Name:string RecurType:string Active:boolean ScheduleInfo:RecurringScheduleInfo',
  MemoRef: 'value:string id:string',
  PhysicalAddress: `
    Id:string Line1:string Line2:string Line3:string Line4:string Line5:string City:string Country:string
    CountryCode:string County:string CountrySubDivisionCode:string PostalCode:string PostalCodeSuffix:string
    Lat:string Long:string Tag:string Note:string`,
  EmailAddress: 'Id:string Address:string Default:boolean Tag:string',
  CheckPayment: 'CheckNum:string Status:string NameOnAcct:string AcctNum:string BankName:string CheckPaymentEx:any',
  CreditCardPayment: 'CreditChargeInfo:CreditChargeInfo CreditChargeResponse:CreditChargeResponse',
  TransactionDeliveryInfo: `
    DeliveryType:DeliveryTypeEnum DeliveryTime:dateTime DeliveryErrorType:DeliveryErrorTypeEnum`,
  MXGlobalInfo: 'Periodicity:string Month:string Year:string',
  StatusInfo: 'status:string statusDate:date callToAction:string',
  ConvenienceFeeDetail: `
    Id:string SyncToken:string MetaData:ModificationMetaData CustomField:CustomField[] AttachableRef:AttachableRef[]
    domain:string status:EntityStatusEnum sparse:boolean ConvenienceFeeType:ConvenienceFeeTypeEnum
    ConvenienceFeePercent:decimal`,
  EnabledSurchargeInfo: 'Enabled:boolean Card:SurchargePaymentMethodInfo ACH:SurchargePaymentMethodInfo',
  TxnRetainageDetail: 'RetainageAmount:decimal RetainageOpenBalance:decimal',
  TelephoneNumber: `
    Id:string DeviceType:string CountryCode:string AreaCode:string ExchangeCode:string Extension:string
    FreeFormNumber:string Default:boolean Tag:string`,
  WebSiteAddress: 'Id:string URI:string Default:boolean Tag:string',
  ContactInfo: `
    Type:ContactTypeEnum Telephone:TelephoneNumber Email:EmailAddress WebSite:WebSiteAddress
    OtherContact:GenericContactType`,
  CreditChargeInfo: `
    Number:string Type:string NameOnAcct:string CcExpiryMonth:integer CcExpiryYear:integer BillAddrStreet:string
    PostalCode:string CommercialCardCode:string CCTxnMode:CCTxnModeEnum CCTxnType:CCTxnTypeEnum PrevCCTransId:string
    Amount:decimal ProcessPayment:boolean CreditCardChargeInfoEx:any`,
  JobInfo: `
    Status:JobStatusEnum StartDate:date ProjectedEndDate:date EndDate:date Description:string
    JobTypeRef:ReferenceType`,
  ItemGroupDetail: 'ItemGroupLine:ItemComponentLine[]',
  ItemAssemblyDetail: 'ItemAssemblyLine:ItemComponentLine[]',
  CustomExtensions: 'ExtensionType:string AssociatedValues:CustomExtensionAssociatedValues[]',
  PaymentLineDetail: `
    ItemRef:ReferenceType ServiceDate:date ClassRef:ReferenceType Balance:decimal HomeBalance:decimal
    Discount:DiscountOverride PaymentLineEx:any`,
  DiscountLineDetail: `
    DiscountRef:ReferenceType PercentBased:boolean DiscountPercent:decimal DiscountAccountRef:ReferenceType
    ServiceDate:date ClassRef:ReferenceType TaxCodeRef:ReferenceType DiscountLineDetailEx:any`,
  TaxLineDetail: `
    TaxRateRef:ReferenceType PercentBased:boolean TaxPercent:decimal NetAmountTaxable:decimal
    TaxInclusiveAmount:decimal OverrideDeltaAmount:decimal ServiceDate:date TaxLineDetailEx:any`,
  SalesItemLineDetail: `
    ItemRef:ReferenceType ClassRef:ReferenceType UnitPrice:decimal UnitCostPrice:decimal RatePercent:decimal
    PriceLevelRef:ReferenceType MarkupInfo:MarkupInfo Qty:decimal UOMRef:UOMRef ItemAccountRef:ReferenceType
    InventorySiteRef:ReferenceType TaxCodeRef:ReferenceType TaxClassificationRef:ReferenceType ServiceDate:date
    TaxInclusiveAmt:decimal DiscountRate:decimal DiscountAmt:decimal DeferredRevenue:boolean RetainageAmount:decimal
    SalesItemLineDetailEx:any`,
  DescriptionLineDetail: 'ServiceDate:date TaxCodeRef:ReferenceType DescriptionLineDetailEx:any',
  ItemBasedExpenseLineDetail: `
    ItemRef:ReferenceType ClassRef:ReferenceType UnitPrice:decimal UnitCostPrice:decimal RatePercent:decimal
    PriceLevelRef:ReferenceType MarkupInfo:MarkupInfo Qty:decimal UOMRef:UOMRef ItemAccountRef:ReferenceType
    InventorySiteRef:ReferenceType TaxCodeRef:ReferenceType TaxClassificationRef:ReferenceType
    CustomerRef:ReferenceType BillableStatus:BillableStatusEnum TaxInclusiveAmt:decimal
    ItemBasedExpenseLineDetailEx:any`,
  AccountBasedExpenseLineDetail: `
    CustomerRef:ReferenceType ClassRef:ReferenceType AccountRef:ReferenceType BillableStatus:BillableStatusEnum
    MarkupInfo:MarkupInfo TaxAmount:decimal TaxCodeRef:ReferenceType TaxInclusiveAmt:decimal
    ExpenseDetailLineDetailEx:any`,
  ReimburseLineDetail: `
    ItemRef:ReferenceType ClassRef:ReferenceType UnitPrice:decimal UnitCostPrice:decimal RatePercent:decimal
    PriceLevelRef:ReferenceType MarkupInfo:MarkupInfo Qty:decimal UOMRef:UOMRef ItemAccountRef:ReferenceType
    InventorySiteRef:ReferenceType TaxCodeRef:ReferenceType TaxClassificationRef:ReferenceType`,
  DepositLineDetail: `
    Entity:ReferenceType ClassRef:ReferenceType AccountRef:ReferenceType PaymentMethodRef:ReferenceType
    CheckNum:string TxnType:TxnTypeEnum TaxCodeRef:ReferenceType TaxApplicableOn:TaxApplicableOnEnum
    DepositLineDetailEx:any`,
  PurchaseOrderItemLineDetail: `
    ItemRef:ReferenceType ClassRef:ReferenceType UnitPrice:decimal UnitCostPrice:decimal RatePercent:decimal
    PriceLevelRef:ReferenceType MarkupInfo:MarkupInfo Qty:decimal UOMRef:UOMRef ItemAccountRef:ReferenceType
    InventorySiteRef:ReferenceType TaxCodeRef:ReferenceType TaxClassificationRef:ReferenceType ServiceDate:date
    TaxInclusiveAmt:decimal DiscountRate:decimal DiscountAmt:decimal DeferredRevenue:boolean RetainageAmount:decimal
    SalesItemLineDetailEx:any ManPartNum:string ManuallyClosed:boolean OpenQty:decimal
    PurchaseOrderItemLineDetailEx:any`,
  SalesOrderItemLineDetail: `
    ItemRef:ReferenceType ClassRef:ReferenceType UnitPrice:decimal UnitCostPrice:decimal RatePercent:decimal
    PriceLevelRef:ReferenceType MarkupInfo:MarkupInfo Qty:decimal UOMRef:UOMRef ItemAccountRef:ReferenceType
    InventorySiteRef:ReferenceType TaxCodeRef:ReferenceType TaxClassificationRef:ReferenceType ServiceDate:date
    TaxInclusiveAmt:decimal DiscountRate:decimal DiscountAmt:decimal DeferredRevenue:boolean RetainageAmount:decimal
    SalesItemLineDetailEx:any ManuallyClosed:boolean`,
  ItemReceiptLineDetail: 'ItemReceiptLineDetailEx:any',
  JournalEntryLineDetail: `
    PostingType:PostingTypeEnum Entity:EntityTypeRef AccountRef:ReferenceType ClassRef:ReferenceType
    DepartmentRef:ReferenceType TaxCodeRef:ReferenceType TaxRateRef:ReferenceType
    TaxApplicableOn:TaxApplicableOnEnum TaxAmount:decimal TaxInclusiveAmt:decimal BillableStatus:BillableStatusEnum
    JournalCodeRef:ReferenceType JournalEntryLineDetailEx:any`,
  GroupLineDetail: `
    GroupItemRef:ReferenceType Quantity:decimal UOMRef:UOMRef ServiceDate:date Line:Line[] GroupLineDetailEx:any`,
  SubTotalLineDetail: 'ItemRef:ReferenceType ServiceDate:date',
  TDSLineDetail: 'TDSAccountRef:ReferenceType TDSSectionTypeId:integer TDSLineDetailEx:any',
  ItemAdjustmentLineDetail: `
    ItemRef:ReferenceType SalesPrice:decimal QtyDiff:decimal NewQty:decimal ClassRef:ReferenceType`,
  RecurringScheduleInfo: `
    IntervalType:string NumInterval:integer DayOfMonth:integer DayOfWeek:WeekEnum WeekOfMonth:integer
    MonthOfYear:MonthEnum RemindDays:integer DaysBefore:integer MaxOccurrences:integer StartDate:date EndDate:date
    NextDate:date PreviousDate:date`,
  CreditChargeResponse: `
    CCProcessor:string CCTransId:string Status:CCPaymentStatusEnum ResultCode:integer ResultMsg:string
    MerchantAcctNum:string CardSecurityCodeMatch:CCSecurityCodeMatchEnum AuthCode:string AvsStreet:CCAVSMatchEnum
    AvsZip:CCAVSMatchEnum SecurityCode:string ReconBatchId:string PaymentGroupingCode:integer
    TxnAuthorizationTime:dateTime TxnAuthorizationStamp:integer ClientTransID:string CreditChargeResponseEx:any`,
  SurchargePaymentMethodInfo: 'Enabled:boolean',
  GenericContactType: 'Id:string Name:string Value:string Type:string Default:boolean Tag:string',
  ItemComponentLine: 'ItemRef:ReferenceType Qty:decimal UOMRef:UOMRef',
  CustomExtensionAssociatedValues: 'Key:string Value:string',
  DiscountOverride: `
    DiscountRef:ReferenceType PercentBased:boolean DiscountPercent:decimal DiscountAccountRef:ReferenceType`,
  MarkupInfo: `
    PercentBased:boolean Value:decimal Percent:decimal PriceLevelRef:ReferenceType
    MarkUpIncomeAccountRef:ReferenceType`,
  UOMRef: 'Unit:string UOMSetRef:ReferenceType',
  EntityTypeRef: 'Type:EntityTypeEnum EntityRef:ReferenceType',
}
