<?php
/** The shop around the orders: its session, its cart, its products, its coupons. */

class WC_Session_Handler extends Inkling_Strict {

	public $values = array();

	public function get( $key, $default = null ) {
		return $this->values[ $key ] ?? $default;
	}

	public function set( $key, $value ) {
		$this->values[ $key ] = $value;
	}
}

class WC_Cart extends Inkling_Strict {
	public $cart_contents         = array();
	public $removed_cart_contents = array();
}

class WC_Product extends Inkling_Strict {

	private $id;
	private $facts;

	/** By its price, or by all that is to be known of it. */
	public function __construct( $id, $given ) {
		$this->id    = (int) $id;
		$this->facts = is_array( $given ) ? $given : array( 'price' => $given );
	}

	public function get_id() {
		return $this->id;
	}

	public function get_price( $context = 'view' ) {
		return $this->facts['price'];
	}

	public function get_name( $context = 'view' ) {
		return $this->facts['name'];
	}

	public function get_permalink() {
		return home_url( '/product/' . $this->id . '/' );
	}

	/** A text where the shop has it from its database. */
	public function get_image_id( $context = 'view' ) {
		return '';
	}

	public function get_cross_sell_ids( $context = 'view' ) {
		return $this->facts['cross_sells'] ?? array();
	}

	public function is_type( $type ) {
		return ( $this->facts['type'] ?? 'simple' ) === $type;
	}

	public function is_purchasable() {
		return '' !== $this->facts['price'];
	}

	public function is_in_stock() {
		return $this->facts['in_stock'] ?? true;
	}
}

final class WooCommerce extends Inkling_Strict {
	public $session  = null;
	public $cart     = null;
	public $products = array();
}

function WC() {
	static $shop = null;
	if ( null === $shop ) {
		$shop = new WooCommerce();
	}
	return $shop;
}

function wc_get_product( $id = false ) {
	$prices = WC()->products;
	return isset( $prices[ $id ] ) ? new WC_Product( $id, $prices[ $id ] ) : false;
}

function wc_get_price_to_display( $product, $args = array() ) {
	return (float) $product->get_price();
}

function wc_get_price_decimals() {
	return 2;
}

function get_woocommerce_currency() {
	return get_option( 'woocommerce_currency' );
}

/** Whether the page is one of a product: of the post that was asked for. */
function is_product() {
	return 'product' === get_query_var( 'post_type' );
}

function wc_get_cart_url() {
	return home_url( '/cart/' );
}

/** A post of the type `shop_coupon`, as the shop's own coupons are. */
class WC_Coupon extends Inkling_Strict {

	public $props = array();
	private $meta = array();

	public function set_code( $code ) {
		$this->props['code'] = strtolower( $code );
	}

	public function set_discount_type( $type ) {
		$this->props['discount_type'] = $type;
	}

	public function set_amount( $amount ) {
		$this->props['coupon_amount'] = (string) $amount;
	}

	public function set_usage_limit( $limit ) {
		$this->props['usage_limit'] = (int) $limit;
	}

	public function set_individual_use( $is ) {
		$this->props['individual_use'] = (bool) $is;
	}

	public function set_exclude_sale_items( $are ) {
		$this->props['exclude_sale_items'] = (bool) $are;
	}

	public function set_date_expires( $date ) {
		$this->props['date_expires'] = (int) $date;
	}

	public function update_meta_data( $key, $value, $meta_id = 0 ) {
		$this->meta[ $key ] = $value;
	}

	public function save() {
		return wp_insert_post(
			array(
				'post_type'   => 'shop_coupon',
				'post_status' => 'publish',
				'post_title'  => $this->props['code'],
				'meta_input'  => $this->props + $this->meta,
			)
		);
	}
}
