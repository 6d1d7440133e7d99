<?php
/**
 * One mail about a cart that was left, to whoever asked for it.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * Off until the merchant switches it on. At most one a cart, never two to one address within some days, and none after
 * the purchase, which is looked at when the mail is planned, when it is bought, and again when it is about to leave.
 */
final class Woo_Reminders {

	/** One is due. */
	public const SEND = 'inkling_woo_remind';

	/** Mails a day, of the whole site. */
	private const MOST_A_DAY = 500;

	/** Rows that say what became of one are kept so long: the least days between two are counted by them. */
	private const KEPT_DAYS = 60;

	public static function hook(): void {
		add_action( self::SEND, array( self::class, 'send' ) );
		add_action( 'inkling_contact_allowed', array( self::class, 'plan' ) );
		Woo_Contact::hook();
		Woo_Unsubscribe::hook();
	}

	/** Whether the merchant wants them. */
	public static function are_on(): bool {
		return (bool) Woo_Link::setting( 'reminders', false ) && Woo_Vault::can_seal();
	}

	/**
	 * Plans one for the cart of this request.
	 *
	 * @param string $address Of whoever allowed it.
	 */
	public static function plan( $address ): void {
		global $wpdb;
		$cart     = self::cart();
		$customer = Woo_Hash::customer( (string) $address );
		if ( ! self::are_on() || '' === $cart || '' === $customer || ! is_email( (string) $address ) || self::is_unwanted( $customer ) ) {
			return;
		}
		$table  = Woo_Tables::name( 'reminders' );
		$due_s  = time() + MINUTE_IN_SECONDS * max( 15, (int) Woo_Link::setting( 'reminder_after_minutes', 60 ) );
		$sealed = Woo_Vault::seal( (string) $address, $cart );
		$wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO {$table} (cart, customer, sealed, state, due_at) VALUES (%s, %s, %s, 'waiting', %d)", $cart, $customer, $sealed, $due_s * 1000 ) );
		$changed = $wpdb->query( $wpdb->prepare( "UPDATE {$table} SET customer = %s, sealed = %s, state = 'waiting', due_at = %d WHERE cart = %s AND state IN ('waiting', 'withdrawn')", $customer, $sealed, $due_s * 1000, $cart ) );
		wp_clear_scheduled_hook( self::SEND, array( $cart ) );
		if ( false !== $changed && 'waiting' === self::state_of( $cart ) ) {
			wp_schedule_single_event( $due_s, self::SEND, array( $cart ) );
		}
	}

	/** Whoever asked for it changed their mind. */
	public static function withdraw(): void {
		self::settle( 'cart', self::cart(), 'withdrawn' );
	}

	/**
	 * An order ends what waits for its cart and its buyer, whoever's cart it was before they logged in.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $cart  Of `present()`.
	 */
	public static function end_by_purchase( $order, string $cart ): void {
		if ( ! self::are_on() ) {
			return;
		}
		self::settle( 'customer', Woo_Hash::customer( (string) $order->get_billing_email() ), 'bought' );
		self::settle( 'cart', $cart, 'bought' );
	}

	/** What the cart that is bought in this request is called here; '' where none can wait for it. */
	public static function present(): string {
		return null !== Woo_Checkout::present() && '' !== Woo_Checkout::cart() && self::are_on() ? self::key( Woo_Checkout::cart() ) : '';
	}

	/**
	 * Sends one that is due, if it is still wanted.
	 *
	 * @param string $cart Its key.
	 */
	public static function send( $cart ): void {
		global $wpdb;
		if ( ! Woo_Told::work() ) {
			// Who has bought may be among what waits.
			wp_schedule_single_event( time() + MINUTE_IN_SECONDS, self::SEND, array( (string) $cart ) );
			return;
		}
		$table = Woo_Tables::name( 'reminders' );
		$row   = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$table} WHERE cart = %s AND state = 'waiting'", (string) $cart ) );
		if ( null === $row ) {
			return;
		}
		$address = Woo_Vault::open( $row->sealed, $row->cart );
		if ( null === $address || ! self::are_on() || self::is_unwanted( $row->customer ) || self::is_over_caps( $row->customer ) || self::has_bought( $address, intdiv( (int) $row->due_at, 1000 ) ) ) {
			self::settle( 'cart', $row->cart, 'dropped' );
			return;
		}
		// Of two requests that come to send it, one gets it.
		if ( 1 === self::settle( 'cart', $row->cart, 'sent' ) ) {
			Woo_Reminder_Mail::send( $address, $row->customer );
		}
	}

	/**
	 * Somebody wants no more of them.
	 *
	 * @param string $customer What stands for them.
	 */
	public static function refuse( string $customer ): void {
		global $wpdb;
		self::settle( 'customer', $customer, 'withdrawn' );
		$table = Woo_Tables::name( 'reminders' );
		$wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO {$table} (cart, customer, sealed, state, due_at) VALUES (%s, '', '', 'refused', 0)", self::refusal( $customer ) ) );
	}

	/** Rows that nothing hangs on any more go; a refusal stays. */
	public static function forget_old(): void {
		global $wpdb;
		$table  = Woo_Tables::name( 'reminders' );
		$before = Woo_Link::now_ms() - self::KEPT_DAYS * DAY_IN_SECONDS * 1000;
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$table} WHERE state <> 'refused' AND due_at < %d", $before ) );
	}

	private static function cart(): string {
		return function_exists( 'WC' ) ? self::key( Woo_Carts::name() ) : '';
	}

	/**
	 * The key of a cart's row; '' for none.
	 *
	 * @param string $name Random, as the shop's session has it.
	 */
	private static function key( string $name ): string {
		return '' === $name ? '' : Woo_Hash::keyed( 'reminder:' . $name );
	}

	private static function refusal( string $customer ): string {
		return Woo_Hash::keyed( 'refusal:' . $customer );
	}

	private static function is_unwanted( string $customer ): bool {
		return 'refused' === self::state_of( self::refusal( $customer ) );
	}

	private static function state_of( string $cart ): string {
		global $wpdb;
		$table = Woo_Tables::name( 'reminders' );
		return (string) $wpdb->get_var( $wpdb->prepare( "SELECT state FROM {$table} WHERE cart = %s", $cart ) );
	}

	private static function is_over_caps( string $customer ): bool {
		global $wpdb;
		$table = Woo_Tables::name( 'reminders' );
		$now   = Woo_Link::now_ms();
		$days  = max( 1, (int) Woo_Link::setting( 'reminder_days', 7 ) );
		$own   = (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$table} WHERE state = 'sent' AND customer = %s AND settled_at > %d", $customer, $now - $days * DAY_IN_SECONDS * 1000 ) );
		$all   = (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$table} WHERE state = 'sent' AND settled_at > %d", $now - DAY_IN_SECONDS * 1000 ) );
		return $own > 0 || $all >= self::MOST_A_DAY;
	}

	/**
	 * Whether the shop has an order of this address since the mail was planned, whatever we were told of it.
	 *
	 * @param string $address The address.
	 * @param int    $due_s   When the mail was due.
	 */
	private static function has_bought( string $address, int $due_s ): bool {
		$since = $due_s - MINUTE_IN_SECONDS * max( 15, (int) Woo_Link::setting( 'reminder_after_minutes', 60 ) );
		return (bool) wc_get_orders(
			array(
				'billing_email' => $address,
				'date_created'  => '>=' . $since,
				'status'        => array( 'wc-processing', 'wc-completed', 'wc-on-hold' ),
				'limit'         => 1,
				'return'        => 'ids',
			)
		);
	}

	/**
	 * Ends what waits; the address goes at the same time.
	 *
	 * @param string $column `cart` or `customer`.
	 * @param string $value  Of it; '' ends nothing.
	 * @param string $state  What became of it.
	 * @return int How many that were.
	 */
	private static function settle( string $column, string $value, string $state ): int {
		global $wpdb;
		if ( '' === $value ) {
			return 0;
		}
		$end = array(
			'state'      => $state,
			'sealed'     => '',
			'settled_at' => Woo_Link::now_ms(),
		);
		return (int) $wpdb->update(
			Woo_Tables::name( 'reminders' ),
			$end,
			array(
				$column => $value,
				'state' => 'waiting',
			)
		);
	}
}
