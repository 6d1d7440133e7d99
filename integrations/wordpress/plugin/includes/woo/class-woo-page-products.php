<?php
/**
 * What goes with the product of a page.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * The product that a page is about, and what its merchant sells beside it (cross-sells): the same for everybody, so that a cache
 * may keep the page. A shop that is asked to add what is sold out says so itself.
 */
final class Woo_Page_Products {

	/** Beside the page's own. */
	private const MOST = 2;

	/** How many cross-sells are looked at for that. */
	private const MOST_LOOKED_AT = 6;

	public static function hook(): void {
		add_filter( 'inkling_page_products', array( self::class, 'read' ) );
	}

	/**
	 * Products of the page at hand, its own first; none where nothing goes with it.
	 *
	 * @param array $products Of other parts.
	 */
	public static function read( array $products ): array {
		$own = is_product() ? wc_get_product( get_queried_object_id() ) : false;
		if ( ! $own || ! self::is_simple( $own ) ) {
			return $products;
		}
		$others = array();
		foreach ( array_slice( $own->get_cross_sell_ids(), 0, self::MOST_LOOKED_AT ) as $id ) {
			$other = wc_get_product( $id );
			if ( $other && self::is_simple( $other ) && count( $others ) < self::MOST ) {
				$others[] = self::shown( $other );
			}
		}
		return $others ? array_merge( array( self::shown( $own ) ), $others ) : $products;
	}

	/**
	 * Whether a cart takes it without a choice, now.
	 *
	 * @param \WC_Product $product The product.
	 */
	private static function is_simple( $product ): bool {
		return $product->is_type( 'simple' ) && $product->is_purchasable() && $product->is_in_stock();
	}

	/**
	 * As core/decisions/treatment.ts has a product.
	 *
	 * @param \WC_Product $product The product.
	 */
	private static function shown( $product ): array {
		$image = wp_get_attachment_image_url( (int) $product->get_image_id(), 'woocommerce_thumbnail' );
		return array(
			'product'  => (string) $product->get_id(),
			'title'    => wp_strip_all_tags( $product->get_name() ),
			'url'      => $product->get_permalink(),
			'price'    => round( (float) wc_get_price_to_display( $product ), wc_get_price_decimals() ),
			'currency' => get_woocommerce_currency(),
		) + ( $image ? array( 'image' => $image ) : array() );
	}
}
