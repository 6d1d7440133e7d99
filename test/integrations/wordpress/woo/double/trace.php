<?php
/** Plays what a real WooCommerce was seen to do: which hooks fire in which request, with what, in which order. */

final class Inkling_Trace {

	/** Whether cron sleeps until all of it is over. */
	public static $is_late = false;

	private $steps;
	private $order;

	/** @param array $data What the order is filled with. */
	public function __construct( string $name, array $data = array() ) {
		$trace       = json_decode( file_get_contents( dirname( __DIR__ ) . "/traces/$name.json" ), true );
		$this->steps = $trace['steps'];
		$this->order = ( new WC_Order() )->inkling_fill(
			$data + array(
				'total'         => '49.90',
				'billing_email' => 'Anna@Example.com',
				'date_created'  => '@' . time(),
				'items'         => array(
					array(
						'product_id' => 7,
						'quantity'   => 2,
					),
				),
			)
		);
	}

	public function play(): WC_Order {
		foreach ( $this->steps as $step ) {
			$this->{ 'do_' . array_key_first( $step ) }( current( $step ) );
		}
		self::cron();
		return wc_get_order( $this->order->get_id() );
	}

	/** In a process of its own, whose request is that of no visitor. */
	public static function cron(): void {
		$browser = array( Inkling_Recorder_Double::$visitor, Inkling_Consent_Double::$allowed, WC()->session );

		Inkling\Woo_Checkout::forget();
		list( Inkling_Recorder_Double::$visitor, Inkling_Consent_Double::$allowed, WC()->session ) = array( null, array(), null );
		do_action( 'inkling_test_cron' );
		Inkling\Woo_Told::work();
		list( Inkling_Recorder_Double::$visitor, Inkling_Consent_Double::$allowed, WC()->session ) = $browser;
	}

	/** Another request: its own objects, and a browser or none. */
	private function do_request( array $request ): void {
		if ( ! self::$is_late ) {
			self::cron();
		}
		Inkling\Woo_Checkout::forget();
		$_SERVER['REQUEST_METHOD'] = strtok( $request['line'], ' ' );
		if ( ! $request['browser'] ) {
			Inkling_Recorder_Double::$visitor = null;
			Inkling_Consent_Double::$allowed  = array();
		}
		if ( $this->order->get_id() > 0 ) {
			$this->order = wc_get_order( $this->order->get_id() );
		}
	}

	private function do_save( array $data ): void {
		$this->order->inkling_fill( $data );
		$this->order->save();
	}

	/** As WC_Order::save() does with a status that was set: first the row, then the hooks. */
	private function do_status( string $to ): void {
		$from = $this->order->get_status();
		$this->order->inkling_fill( array( 'status' => $to ) );
		$this->order->save();
		do_action( 'woocommerce_order_status_' . $to, $this->order->get_id(), $this->order );
		do_action( "woocommerce_order_status_{$from}_to_{$to}", $this->order->get_id(), $this->order );
		do_action( 'woocommerce_order_status_changed', $this->order->get_id(), $from, $to, $this->order );
	}

	private function do_refund( array $refund ): void {
		$order = wc_get_order( $this->order->get_id() );
		$made  = array( $refund['id'] => (float) $refund['amount'] );
		$order->inkling_fill( array( 'refunds' => $made + WC_Order::$saved[ $order->get_id() ]['data']['refunds'] ) );
		$order->save();
		$this->order = wc_get_order( $order->get_id() );
	}

	private function do_hook( array $hook ): void {
		$arguments = array();
		foreach ( array_slice( $hook, 1 ) as $kind ) {
			$arguments[] = $this->argument( $kind );
		}
		do_action( $hook[0], ...$arguments );
	}

	/** By its type: a trace says what was passed, and not whose order it was. */
	private function argument( $kind ) {
		if ( ! is_string( $kind ) ) {
			return $kind;
		}
		switch ( $kind ) {
			case 'WC_Order':
				return $this->order;
			case 'WC_Order anew':
				return wc_get_order( $this->order->get_id() );
			case 'int':
				return $this->order->get_id();
			case 'array':
				return array();
		}
		return $kind;
	}
}
