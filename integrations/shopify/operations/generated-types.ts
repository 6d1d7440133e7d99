// Written by `vitest run --project logic test/integrations/shopify/operations.test.ts -u`.

export type AccessScopesVariables = {
};
export type AccessScopesData = {
  readonly currentAppInstallation: {
    readonly accessScopes: readonly {
      readonly handle: string;
    }[];
  };
};

export type AppInstallationVariables = {
  readonly namespace: string;
  readonly key: string;
};
export type AppInstallationData = {
  readonly currentAppInstallation: {
    readonly id: string;
    readonly launchUrl: string;
    readonly metafield: {
      readonly value: string;
      readonly compareDigest: string;
      readonly updatedAt: string;
    } | null;
  };
};

export type CustomerVariables = {
  readonly id: string;
};
export type CustomerData = {
  readonly customer: {
    readonly id: string;
    readonly state: 'DECLINED' | 'DISABLED' | 'ENABLED' | 'INVITED';
    readonly tags: readonly string[];
    readonly locale: string;
    readonly createdAt: string;
    readonly updatedAt: string;
    readonly numberOfOrders: string;
    readonly dataSaleOptOut: boolean;
    readonly amountSpent: {
      readonly amount: string;
      readonly currencyCode: string;
    };
    readonly statistics: {
      readonly rfmGroup: 'ACTIVE' | 'ALMOST_LOST' | 'AT_RISK' | 'CHAMPIONS' | 'DORMANT' | 'LOYAL' | 'NEEDS_ATTENTION' | 'NEW' | 'PREVIOUSLY_LOYAL' | 'PROMISING' | 'PROSPECTS' | null;
      readonly predictedSpendTier: 'HIGH' | 'LOW' | 'MEDIUM' | null;
    };
    readonly defaultEmailAddress: {
      readonly marketingState: 'INVALID' | 'NOT_SUBSCRIBED' | 'PENDING' | 'SUBSCRIBED' | 'UNSUBSCRIBED';
      readonly marketingOptInLevel: 'CONFIRMED_OPT_IN' | 'SINGLE_OPT_IN' | 'UNKNOWN' | null;
      readonly marketingUpdatedAt: string | null;
    } | null;
  } | null;
};

export type CustomerMetafieldsVariables = {
  readonly id: string;
  readonly namespace: string;
};
export type CustomerMetafieldsData = {
  readonly customer: {
    readonly id: string;
    readonly metafields: {
      readonly nodes: readonly {
        readonly key: string;
        readonly type: string;
        readonly value: string;
        readonly compareDigest: string;
      }[];
    };
  } | null;
};

export type CustomersConsentVariables = {
  readonly first: number;
  readonly after?: string | null;
  readonly query?: string | null;
};
export type CustomersConsentData = {
  readonly customers: {
    readonly nodes: readonly {
      readonly id: string;
      readonly updatedAt: string;
      readonly dataSaleOptOut: boolean;
      readonly defaultEmailAddress: {
        readonly marketingState: 'INVALID' | 'NOT_SUBSCRIBED' | 'PENDING' | 'SUBSCRIBED' | 'UNSUBSCRIBED';
        readonly marketingOptInLevel: 'CONFIRMED_OPT_IN' | 'SINGLE_OPT_IN' | 'UNKNOWN' | null;
        readonly marketingUpdatedAt: string | null;
      } | null;
    }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
  };
};

export type CustomersCountVariables = {
  readonly query?: string | null;
  readonly limit?: number | null;
};
export type CustomersCountData = {
  readonly customersCount: {
    readonly count: number;
    readonly precision: 'AT_LEAST' | 'EXACT';
  } | null;
};

export type DiscountByCodeVariables = {
  readonly code: string;
};
export type DiscountByCodeData = {
  readonly codeDiscountNodeByCode: {
    readonly id: string;
    readonly codeDiscount: {
      readonly title?: string;
      readonly status?: 'ACTIVE' | 'EXPIRED' | 'SCHEDULED';
      readonly startsAt?: string;
      readonly endsAt?: string | null;
      readonly usageLimit?: number | null;
      readonly asyncUsageCount?: number;
      readonly appliesOncePerCustomer?: boolean;
      readonly tags?: readonly string[];
    };
  } | null;
};

export type DiscountCodeBasicCreateVariables = {
  readonly discount: DiscountCodeBasicInput;
};
export type DiscountCodeBasicCreateData = {
  readonly discountCodeBasicCreate: {
    readonly codeDiscountNode: {
      readonly id: string;
      readonly codeDiscount: {
        readonly title?: string;
        readonly status?: 'ACTIVE' | 'EXPIRED' | 'SCHEDULED';
        readonly startsAt?: string;
        readonly endsAt?: string | null;
        readonly usageLimit?: number | null;
      };
    } | null;
    readonly userErrors: readonly {
      readonly code: string | null;
      readonly field: readonly string[] | null;
      readonly message: string;
      readonly extraInfo: string | null;
    }[];
  } | null;
};

export type DiscountCodeDeactivateVariables = {
  readonly id: string;
};
export type DiscountCodeDeactivateData = {
  readonly discountCodeDeactivate: {
    readonly codeDiscountNode: {
      readonly id: string;
      readonly codeDiscount: {
        readonly status?: 'ACTIVE' | 'EXPIRED' | 'SCHEDULED';
        readonly endsAt?: string | null;
      };
    } | null;
    readonly userErrors: readonly {
      readonly code: string | null;
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type DiscountCodeDeleteVariables = {
  readonly id: string;
};
export type DiscountCodeDeleteData = {
  readonly discountCodeDelete: {
    readonly deletedCodeDiscountId: string | null;
    readonly userErrors: readonly {
      readonly code: string | null;
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type FlowTriggerReceiveVariables = {
  readonly handle: string;
  readonly payload: unknown;
};
export type FlowTriggerReceiveData = {
  readonly flowTriggerReceive: {
    readonly userErrors: readonly {
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type LatestOrdersVariables = {
  readonly first: number;
};
export type LatestOrdersData = {
  readonly orders: {
    readonly nodes: readonly {
      readonly id: string;
      readonly createdAt: string;
      readonly test: boolean;
    }[];
  };
};

export type MetafieldsDeleteVariables = {
  readonly metafields: readonly MetafieldIdentifierInput[];
};
export type MetafieldsDeleteData = {
  readonly metafieldsDelete: {
    readonly deletedMetafields: readonly ({
      readonly ownerId: string;
      readonly namespace: string;
      readonly key: string;
    } | null)[] | null;
    readonly userErrors: readonly {
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type MetafieldsSetVariables = {
  readonly metafields: readonly MetafieldsSetInput[];
};
export type MetafieldsSetData = {
  readonly metafieldsSet: {
    readonly metafields: readonly {
      readonly id: string;
      readonly namespace: string;
      readonly key: string;
      readonly compareDigest: string;
    }[] | null;
    readonly userErrors: readonly {
      readonly code: 'APP_NOT_AUTHORIZED' | 'BLANK' | 'CAPABILITY_VIOLATION' | 'INCLUSION' | 'INTERNAL_ERROR' | 'INVALID' | 'INVALID_COMPARE_DIGEST' | 'INVALID_TYPE' | 'INVALID_VALUE' | 'LESS_THAN_OR_EQUAL_TO' | 'PRESENT' | 'STALE_OBJECT' | 'TAKEN' | 'TOO_LONG' | 'TOO_SHORT' | null;
      readonly elementIndex: number | null;
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type OrderLineItemsVariables = {
  readonly id: string;
  readonly first: number;
  readonly after?: string | null;
};
export type OrderLineItemsData = {
  readonly order: {
    readonly id: string;
    readonly lineItems: {
      readonly nodes: readonly {
        readonly id: string;
        readonly title: string;
        readonly quantity: number;
        readonly sku: string | null;
        readonly isGiftCard: boolean;
        readonly vendor: string | null;
        readonly variantTitle: string | null;
        readonly product: {
          readonly id: string;
        } | null;
        readonly variant: {
          readonly id: string;
        } | null;
        readonly originalUnitPriceSet: {
          readonly shopMoney: {
            readonly amount: string;
          };
        };
        readonly discountAllocations: readonly {
          readonly allocatedAmountSet: {
            readonly shopMoney: {
              readonly amount: string;
            };
          };
        }[];
      }[];
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly endCursor: string | null;
      };
    };
  } | null;
};

export type OrderRefundsVariables = {
  readonly id: string;
};
export type OrderRefundsData = {
  readonly order: {
    readonly id: string;
    readonly currencyCode: string;
    readonly refunds: readonly {
      readonly id: string;
      readonly createdAt: string | null;
      readonly totalRefundedSet: {
        readonly shopMoney: {
          readonly amount: string;
        };
      };
      readonly refundLineItems: {
        readonly nodes: readonly {
          readonly quantity: number;
          readonly subtotalSet: {
            readonly shopMoney: {
              readonly amount: string;
            };
          };
          readonly lineItem: {
            readonly id: string;
            readonly product: {
              readonly id: string;
            } | null;
            readonly variant: {
              readonly id: string;
            } | null;
          };
        }[];
        readonly pageInfo: {
          readonly hasNextPage: boolean;
        };
      };
    }[];
  } | null;
};

export type OrderTokensVariables = {
  readonly ids: readonly string[];
};
export type OrderTokensData = {
  readonly nodes: readonly ({
    readonly id?: string;
    readonly cartToken?: string | null;
    readonly checkoutToken?: string | null;
  } | null)[];
};

export type OrdersVariables = {
  readonly first: number;
  readonly after?: string | null;
  readonly query?: string | null;
  readonly sortKey: 'CREATED_AT' | 'CURRENT_TOTAL_PRICE' | 'CUSTOMER_NAME' | 'DESTINATION' | 'FINANCIAL_STATUS' | 'FULFILLMENT_STATUS' | 'ID' | 'ORDER_NUMBER' | 'PO_NUMBER' | 'PROCESSED_AT' | 'RELEVANCE' | 'TOTAL_ITEMS_QUANTITY' | 'TOTAL_PRICE' | 'UPDATED_AT';
};
export type OrdersData = {
  readonly orders: {
    readonly nodes: readonly {
      readonly id: string;
      readonly createdAt: string;
      readonly updatedAt: string;
      readonly processedAt: string;
      readonly cancelledAt: string | null;
      readonly cancelReason: 'CUSTOMER' | 'DECLINED' | 'FRAUD' | 'INVENTORY' | 'OTHER' | 'STAFF' | null;
      readonly test: boolean;
      readonly currencyCode: string;
      readonly discountCodes: readonly string[];
      readonly sourceName: string | null;
      readonly customer: {
        readonly id: string;
      } | null;
      readonly totalPriceSet: {
        readonly shopMoney: {
          readonly amount: string;
        };
      };
      readonly subtotalPriceSet: {
        readonly shopMoney: {
          readonly amount: string;
        };
      } | null;
      readonly totalTaxSet: {
        readonly shopMoney: {
          readonly amount: string;
        };
      } | null;
      readonly totalShippingPriceSet: {
        readonly shopMoney: {
          readonly amount: string;
        };
      };
      readonly totalDiscountsSet: {
        readonly shopMoney: {
          readonly amount: string;
        };
      } | null;
      readonly refunds: readonly {
        readonly id: string;
      }[];
      readonly lineItems: {
        readonly nodes: readonly {
          readonly id: string;
          readonly title: string;
          readonly quantity: number;
          readonly sku: string | null;
          readonly isGiftCard: boolean;
          readonly vendor: string | null;
          readonly variantTitle: string | null;
          readonly product: {
            readonly id: string;
          } | null;
          readonly variant: {
            readonly id: string;
          } | null;
          readonly originalUnitPriceSet: {
            readonly shopMoney: {
              readonly amount: string;
            };
          };
          readonly discountAllocations: readonly {
            readonly allocatedAmountSet: {
              readonly shopMoney: {
                readonly amount: string;
              };
            };
          }[];
        }[];
        readonly pageInfo: {
          readonly hasNextPage: boolean;
          readonly endCursor: string | null;
        };
      };
    }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
  };
};

export type OrdersCountVariables = {
  readonly query?: string | null;
  readonly limit?: number | null;
};
export type OrdersCountData = {
  readonly ordersCount: {
    readonly count: number;
    readonly precision: 'AT_LEAST' | 'EXACT';
  } | null;
};

export type OwnDiscountsVariables = {
  readonly first: number;
  readonly after?: string | null;
  readonly query: string;
};
export type OwnDiscountsData = {
  readonly discountNodes: {
    readonly nodes: readonly {
      readonly id: string;
      readonly discount: {
        readonly title?: string;
        readonly status?: 'ACTIVE' | 'EXPIRED' | 'SCHEDULED';
        readonly startsAt?: string;
        readonly endsAt?: string | null;
        readonly usageLimit?: number | null;
        readonly asyncUsageCount?: number;
        readonly tags?: readonly string[];
        readonly codes?: {
          readonly nodes: readonly {
            readonly code: string;
          }[];
        };
      };
    }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
  };
};

export type ProductVariantsVariables = {
  readonly id: string;
  readonly first: number;
  readonly after?: string | null;
};
export type ProductVariantsData = {
  readonly product: {
    readonly id: string;
    readonly variants: {
      readonly nodes: readonly {
        readonly id: string;
        readonly title: string;
        readonly sku: string | null;
        readonly price: string;
        readonly compareAtPrice: string | null;
        readonly inventoryQuantity: number | null;
        readonly inventoryPolicy: 'CONTINUE' | 'DENY';
      }[];
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly endCursor: string | null;
      };
    };
  } | null;
};

export type ProductsVariables = {
  readonly first: number;
  readonly after?: string | null;
  readonly query?: string | null;
};
export type ProductsData = {
  readonly products: {
    readonly nodes: readonly {
      readonly id: string;
      readonly handle: string;
      readonly title: string;
      readonly status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED';
      readonly vendor: string;
      readonly productType: string;
      readonly createdAt: string;
      readonly updatedAt: string;
      readonly publishedAt: string | null;
      readonly onlineStoreUrl: string | null;
      readonly tracksInventory: boolean;
      readonly featuredMedia: {
        readonly preview: {
          readonly image: {
            readonly url: string;
          } | null;
        } | null;
      } | null;
      readonly variants: {
        readonly nodes: readonly {
          readonly id: string;
          readonly title: string;
          readonly sku: string | null;
          readonly price: string;
          readonly compareAtPrice: string | null;
          readonly inventoryQuantity: number | null;
          readonly inventoryPolicy: 'CONTINUE' | 'DENY';
        }[];
        readonly pageInfo: {
          readonly hasNextPage: boolean;
          readonly endCursor: string | null;
        };
      };
    }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
  };
};

export type PublicSettingsSetVariables = {
  readonly metafields: readonly MetafieldsSetInput[];
};
export type PublicSettingsSetData = {
  readonly metafieldsSet: {
    readonly metafields: readonly {
      readonly id: string;
      readonly namespace: string;
      readonly key: string;
      readonly compareDigest: string;
    }[] | null;
    readonly userErrors: readonly {
      readonly code: 'APP_NOT_AUTHORIZED' | 'BLANK' | 'CAPABILITY_VIOLATION' | 'INCLUSION' | 'INTERNAL_ERROR' | 'INVALID' | 'INVALID_COMPARE_DIGEST' | 'INVALID_TYPE' | 'INVALID_VALUE' | 'LESS_THAN_OR_EQUAL_TO' | 'PRESENT' | 'STALE_OBJECT' | 'TAKEN' | 'TOO_LONG' | 'TOO_SHORT' | null;
      readonly elementIndex: number | null;
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type SegmentVariables = {
  readonly id: string;
};
export type SegmentData = {
  readonly segment: {
    readonly id: string;
    readonly name: string;
    readonly query: string;
    readonly lastEditDate: string;
  } | null;
};

export type SegmentCreateVariables = {
  readonly name: string;
  readonly query: string;
};
export type SegmentCreateData = {
  readonly segmentCreate: {
    readonly segment: {
      readonly id: string;
      readonly name: string;
      readonly query: string;
    } | null;
    readonly userErrors: readonly {
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type SegmentDeleteVariables = {
  readonly id: string;
};
export type SegmentDeleteData = {
  readonly segmentDelete: {
    readonly deletedSegmentId: string | null;
    readonly userErrors: readonly {
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type SegmentUpdateVariables = {
  readonly id: string;
  readonly name?: string | null;
  readonly query?: string | null;
};
export type SegmentUpdateData = {
  readonly segmentUpdate: {
    readonly segment: {
      readonly id: string;
      readonly name: string;
      readonly query: string;
    } | null;
    readonly userErrors: readonly {
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type SegmentsVariables = {
  readonly first: number;
  readonly after?: string | null;
};
export type SegmentsData = {
  readonly segments: {
    readonly nodes: readonly {
      readonly id: string;
      readonly name: string;
      readonly query: string;
      readonly lastEditDate: string;
    }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
  };
};

export type ShopFactsVariables = {
};
export type ShopFactsData = {
  readonly shop: {
    readonly id: string;
    readonly name: string;
    readonly myshopifyDomain: string;
    readonly url: string;
    readonly currencyCode: string;
    readonly ianaTimezone: string;
    readonly taxesIncluded: boolean;
  };
};

export type TagsAddVariables = {
  readonly id: string;
  readonly tags: readonly string[];
};
export type TagsAddData = {
  readonly tagsAdd: {
    readonly node: {
      readonly id: string;
    } | null;
    readonly userErrors: readonly {
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type TagsRemoveVariables = {
  readonly id: string;
  readonly tags: readonly string[];
};
export type TagsRemoveData = {
  readonly tagsRemove: {
    readonly node: {
      readonly id: string;
    } | null;
    readonly userErrors: readonly {
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type WebPixelVariables = {
};
export type WebPixelData = {
  readonly webPixel: {
    readonly id: string;
    readonly settings: unknown;
  } | null;
};

export type WebPixelCreateVariables = {
  readonly settings: unknown;
};
export type WebPixelCreateData = {
  readonly webPixelCreate: {
    readonly webPixel: {
      readonly id: string;
      readonly settings: unknown;
    } | null;
    readonly userErrors: readonly {
      readonly code: 'BLANK' | 'INVALID_CONFIGURATION_JSON' | 'INVALID_RUNTIME_CONTEXT' | 'INVALID_SETTINGS' | 'INVALID_SETTINGS_DEFINITION' | 'NOT_FOUND' | 'NO_EXTENSION' | 'TAKEN' | 'UNABLE_TO_DELETE' | 'UNEXPECTED_ERROR' | null;
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type WebPixelDeleteVariables = {
  readonly id: string;
};
export type WebPixelDeleteData = {
  readonly webPixelDelete: {
    readonly deletedWebPixelId: string | null;
    readonly userErrors: readonly {
      readonly code: 'BLANK' | 'INVALID_CONFIGURATION_JSON' | 'INVALID_RUNTIME_CONTEXT' | 'INVALID_SETTINGS' | 'INVALID_SETTINGS_DEFINITION' | 'NOT_FOUND' | 'NO_EXTENSION' | 'TAKEN' | 'UNABLE_TO_DELETE' | 'UNEXPECTED_ERROR' | null;
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

export type WebPixelUpdateVariables = {
  readonly id: string;
  readonly settings: unknown;
};
export type WebPixelUpdateData = {
  readonly webPixelUpdate: {
    readonly webPixel: {
      readonly id: string;
      readonly settings: unknown;
    } | null;
    readonly userErrors: readonly {
      readonly code: 'BLANK' | 'INVALID_CONFIGURATION_JSON' | 'INVALID_RUNTIME_CONTEXT' | 'INVALID_SETTINGS' | 'INVALID_SETTINGS_DEFINITION' | 'NOT_FOUND' | 'NO_EXTENSION' | 'TAKEN' | 'UNABLE_TO_DELETE' | 'UNEXPECTED_ERROR' | null;
      readonly field: readonly string[] | null;
      readonly message: string;
    }[];
  } | null;
};

type DiscountAmountInput = {
  readonly amount?: string | null;
  readonly appliesOnEachItem?: boolean | null;
};

type DiscountCodeBasicInput = {
  readonly appliesOncePerCustomer?: boolean | null;
  readonly code?: string | null;
  readonly combinesWith?: DiscountCombinesWithInput | null;
  readonly context?: DiscountContextInput | null;
  readonly customerGets?: DiscountCustomerGetsInput | null;
  readonly endsAt?: string | null;
  readonly minimumRequirement?: DiscountMinimumRequirementInput | null;
  readonly recurringCycleLimit?: number | null;
  readonly startsAt?: string | null;
  readonly tags?: readonly string[] | null;
  readonly title?: string | null;
  readonly usageLimit?: number | null;
};

type DiscountCollectionsInput = {
  readonly add?: readonly string[] | null;
  readonly remove?: readonly string[] | null;
};

type DiscountCombinesWithInput = {
  readonly orderDiscounts?: boolean | null;
  readonly productDiscounts?: boolean | null;
  readonly productDiscountsWithTagsOnSameCartLine?: ProductDiscountsWithTagsOnSameCartLineInput | null;
  readonly shippingDiscounts?: boolean | null;
};

type DiscountContextInput = {
  readonly all?: 'ALL' | null;
  readonly customerSegments?: DiscountCustomerSegmentsInput | null;
  readonly customers?: DiscountCustomersInput | null;
  readonly markets?: DiscountMarketsInput | null;
};

type DiscountCustomerGetsInput = {
  readonly appliesOnOneTimePurchase?: boolean | null;
  readonly appliesOnSubscription?: boolean | null;
  readonly items?: DiscountItemsInput | null;
  readonly value?: DiscountCustomerGetsValueInput | null;
};

type DiscountCustomerGetsValueInput = {
  readonly discountAmount?: DiscountAmountInput | null;
  readonly discountOnQuantity?: DiscountOnQuantityInput | null;
  readonly percentage?: number | null;
};

type DiscountCustomerSegmentsInput = {
  readonly add?: readonly string[] | null;
  readonly remove?: readonly string[] | null;
};

type DiscountCustomersInput = {
  readonly add?: readonly string[] | null;
  readonly remove?: readonly string[] | null;
};

type DiscountEffectInput = {
  readonly amount?: string | null;
  readonly percentage?: number | null;
};

type DiscountItemsInput = {
  readonly all?: boolean | null;
  readonly collections?: DiscountCollectionsInput | null;
  readonly products?: DiscountProductsInput | null;
};

type DiscountMarketsInput = {
  readonly add?: readonly string[] | null;
  readonly remove?: readonly string[] | null;
};

type DiscountMinimumQuantityInput = {
  readonly greaterThanOrEqualToQuantity?: string | null;
};

type DiscountMinimumRequirementInput = {
  readonly quantity?: DiscountMinimumQuantityInput | null;
  readonly subtotal?: DiscountMinimumSubtotalInput | null;
};

type DiscountMinimumSubtotalInput = {
  readonly greaterThanOrEqualToSubtotal?: string | null;
};

type DiscountOnQuantityInput = {
  readonly effect?: DiscountEffectInput | null;
  readonly quantity?: string | null;
};

type DiscountProductsInput = {
  readonly productVariantsToAdd?: readonly string[] | null;
  readonly productVariantsToRemove?: readonly string[] | null;
  readonly productsToAdd?: readonly string[] | null;
  readonly productsToRemove?: readonly string[] | null;
};

type MetafieldIdentifierInput = {
  readonly key: string;
  readonly namespace: string;
  readonly ownerId: string;
};

type MetafieldsSetInput = {
  readonly compareDigest?: string | null;
  readonly key: string;
  readonly namespace?: string | null;
  readonly ownerId: string;
  readonly type?: string | null;
  readonly value: string;
};

type ProductDiscountsWithTagsOnSameCartLineInput = {
  readonly add?: readonly string[] | null;
  readonly remove?: readonly string[] | null;
};
