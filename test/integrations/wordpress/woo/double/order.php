<?php
/**
 * Orders as WooCommerce hands them out: two objects of one order know of each other's changes only once they are saved,
 * totals are texts, dates are WC_DateTime or null, meta that is not there is ''.
 */

class WC_DateTime extends DateTime {}

class WC_Order_Item_Product extends Inkling_Strict {

	private $line;

	public function __construct( array $line ) {
		$this->line = $line;
	}

	public function get_product_id( $context = 'view' ) {
		return (int) $this->line['product_id'];
	}

	public function get_quantity( $context = 'view' ) {
		return (int) $this->line['quantity'];
	}
}

class WC_Order extends Inkling_Strict {

	/** What is in the database, by number. */
	public static $saved = array();

	private $id;
	private $data;
	private $meta;

	public function __construct( $id = 0 ) {
		$this->id = $id;
		$found    = self::$saved[ $id ] ?? array(
			'data' => array(
				'status'        => 'pending',
				'total'         => '0',
				'currency'      => 'EUR',
				'billing_email' => '',
				'customer_id'   => 0,
				'items'         => array(),
				'refunds'       => array(),
				'date_created'  => null,
				'date_modified' => null,
				'date_paid'     => null,
			),
			'meta' => array(),
		);
		$this->data = $found['data'];
		$this->meta = $found['meta'];
	}

	/** What a checkout fills in; no method of WooCommerce. */
	public function inkling_fill( array $data ): self {
		$this->data = array_merge( $this->data, $data );
		return $this;
	}

	public function get_id() {
		return $this->id;
	}

	public function get_meta( $key = '', $single = true, $context = 'view' ) {
		return $this->meta[ $key ] ?? '';
	}

	public function update_meta_data( $key, $value, $meta_id = 0 ) {
		$this->meta[ $key ] = $value;
	}

	public function delete_meta_data( $key ) {
		unset( $this->meta[ $key ] );
	}

	public function save_meta_data() {
		if ( $this->id > 0 ) {
			self::$saved[ $this->id ]['meta'] = $this->meta;
		}
	}

	public function save() {
		if ( 0 === $this->id ) {
			$this->id = count( self::$saved ) ? max( array_keys( self::$saved ) ) + 1 : 101;
		}
		self::$saved[ $this->id ] = array(
			'data' => $this->data,
			'meta' => $this->meta,
		);
		return $this->id;
	}

	public function get_status( $context = 'view' ) {
		return $this->data['status'];
	}

	public function get_total( $context = 'view' ) {
		return (string) $this->data['total'];
	}

	public function get_total_refunded() {
		return (float) array_sum( $this->data['refunds'] );
	}

	public function get_currency( $context = 'view' ) {
		return $this->data['currency'];
	}

	public function get_billing_email( $context = 'view' ) {
		return $this->data['billing_email'];
	}

	public function get_customer_id( $context = 'view' ) {
		return $this->data['customer_id'];
	}

	public function get_items( $types = 'line_item' ) {
		return array_map(
			static function ( array $line ) {
				return new WC_Order_Item_Product( $line );
			},
			$this->data['items']
		);
	}

	public function get_date_created( $context = 'view' ) {
		return $this->date( 'date_created' );
	}

	public function get_date_paid( $context = 'view' ) {
		return $this->date( 'date_paid' );
	}

	private function date( $name ) {
		return null === $this->data[ $name ] ? null : new WC_DateTime( $this->data[ $name ] );
	}
}

class WC_Order_Refund extends Inkling_Strict {

	private $amount;
	private $currency;

	public function __construct( $amount, $currency ) {
		$this->amount   = $amount;
		$this->currency = $currency;
	}

	/** What went back: no sign, and a text. */
	public function get_amount( $context = 'view' ) {
		return (string) $this->amount;
	}

	public function get_currency( $context = 'view' ) {
		return $this->currency;
	}
}

function wc_get_order( $id = false ) {
	$id = is_object( $id ) ? $id->get_id() : (int) $id;
	foreach ( WC_Order::$saved as $row ) {
		if ( isset( $row['data']['refunds'][ $id ] ) ) {
			return new WC_Order_Refund( $row['data']['refunds'][ $id ], $row['data']['currency'] );
		}
	}
	return isset( WC_Order::$saved[ $id ] ) ? new WC_Order( $id ) : false;
}

/** Only what is asked of it here; another argument is a fault, for WooCommerce would take no notice of a wrong one. */
function wc_get_orders( $args ) {
	$known = array( 'type', 'status', 'orderby', 'order', 'limit', 'offset', 'paginate', 'return', 'billing_email', 'date_created', 'date_modified' );
	if ( array_diff( array_keys( $args ), $known ) ) {
		throw new Error( 'wc_get_orders: ' . implode( ', ', array_keys( $args ) ) );
	}
	$found = array();
	foreach ( WC_Order::$saved as $id => $row ) {
		if ( inkling_double_matches( $row['data'], $args ) ) {
			$found[ $id ] = new WC_Order( $id );
		}
	}
	ksort( $found );
	$total = count( $found );
	$limit = $args['limit'] ?? 10;
	$found = array_slice( array_values( $found ), $args['offset'] ?? 0, -1 === $limit ? null : $limit );
	if ( 'ids' === ( $args['return'] ?? 'objects' ) ) {
		$found = array_map(
			static function ( $order ) {
				return $order->get_id();
			},
			$found
		);
	}
	return empty( $args['paginate'] ) ? $found : (object) array(
		'orders'        => $found,
		'total'         => $total,
		'max_num_pages' => 1,
	);
}

function inkling_double_matches( array $data, array $args ) {
	$since = isset( $args['date_created'] ) ? (int) ltrim( $args['date_created'], '>=' ) : 0;
	list( $from, $to ) = explode( '...', $args['date_modified'] ?? '0...' . PHP_INT_MAX );
	$modified          = $data['date_modified'] ?? time();
	return in_array( 'wc-' . $data['status'], (array) $args['status'], true )
		&& ( ! isset( $args['billing_email'] ) || $data['billing_email'] === $args['billing_email'] )
		&& $modified >= (int) $from && $modified <= (int) $to
		&& ( 0 === $since || strtotime( (string) $data['date_created'] ) >= $since );
}
