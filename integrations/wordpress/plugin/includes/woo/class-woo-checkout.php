<?php
/**
 * What an order has to remember of the visitor who places it.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * A gateway often reports the payment later, without the buyer's browser: so what is to be known of the visitor is put
 * on the order at the checkout, as their consent stands then. Checkouts made of blocks say so for drafts too, and more
 * than once: the latest word counts, and the same word twice writes nothing.
 */
final class Woo_Checkout {

	/** The visitor, as the collect path names it: only of whoever allows it. JSON. */
	public const VISITOR = '_inkling_visitor';
	/** Campaigns that the visitor had seen, each with its arm, when, and whether it already has a sale. JSON. */
	public const ARMS = '_inkling_arms';
	/** The browser said that nobody is to be followed: the order is counted and joined to nothing. */
	public const REFUSED = '_inkling_refused';
	/** What stands for the cart. */
	public const CART = '_inkling_cart';

	/**
	 * Who checks out in this very request; null in one of a gateway.
	 *
	 * @var array|null
	 */
	private static $present = null;

	/**
	 * The name of their cart, which the shop empties before the request ends.
	 *
	 * @var string
	 */
	private static $cart = '';

	public static function hook(): void {
		add_action( 'woocommerce_checkout_create_order', array( self::class, 'remember' ) );
		add_action( 'woocommerce_store_api_checkout_update_order_meta', array( self::class, 'remember' ) );
	}

	/**
	 * Puts it on the order. One that is not saved yet is saved by whoever makes it.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function remember( $order ): void {
		self::$present = Woo_Link::visitor();
		self::$cart    = Woo_Carts::name();
		$wanted        = self::facts( self::$present );
		$is_changed    = false;
		foreach ( $wanted as $key => $value ) {
			if ( (string) $order->get_meta( $key ) === $value ) {
				continue;
			}
			if ( '' === $value ) {
				$order->delete_meta_data( $key );
			} else {
				$order->update_meta_data( $key, $value );
			}
			$is_changed = true;
		}
		if ( $is_changed && $order->get_id() > 0 ) {
			$order->save_meta_data();
		}
	}

	/** Who checks out in this request, whatever they allow: for the state of their own session, which ends with the day. */
	public static function present(): ?array {
		return self::$present;
	}

	/** The random name of the cart that is bought in this request; '' for none. */
	public static function cart(): string {
		return self::$cart;
	}

	/** Ends the request: tests have several. */
	public static function forget(): void {
		self::$present = null;
		self::$cart    = '';
	}

	/**
	 * Of whom an order is, if they allowed it.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function visitor_of( $order ): ?array {
		$visitor = json_decode( (string) $order->get_meta( self::VISITOR ), true );
		return is_array( $visitor ) && isset( $visitor['v'] ) ? $visitor : null;
	}

	/**
	 * The arms of an order: campaign, variant, and 1 where it is the campaign's first sale.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function arms_of( $order ): array {
		$arms = json_decode( (string) $order->get_meta( self::ARMS ), true );
		return is_array( $arms ) ? $arms : array();
	}

	/**
	 * Every meta of ours and what it is to be; '' for none.
	 *
	 * @param array|null $visitor Who checks out.
	 */
	private static function facts( ?array $visitor ): array {
		$arms = self::arms( Woo_Link::state( $visitor ) );
		return array(
			self::VISITOR => Woo_Link::may_name( $visitor ) ? (string) wp_json_encode( $visitor ) : '',
			self::ARMS    => $arms ? (string) wp_json_encode( $arms ) : '',
			self::REFUSED => Woo_Link::is_refused() ? '1' : '',
			self::CART    => Woo_Link::is_refused() ? '' : Woo_Carts::id( $visitor ),
		);
	}

	/**
	 * What the visitor saw today, by the state's rows: an arm that gets nothing counts at the moment it would have been shown.
	 *
	 * @param array $state As the contract of the wire has it.
	 */
	private static function arms( array $state ): array {
		$arms   = array();
		$orders = (array) ( $state['o'] ?? array() );
		foreach ( (array) ( $state['d'] ?? array() ) as $row ) {
			$seen = array_filter( array( $row[3]['s'] ?? null, $row[3]['w'] ?? null ) );
			if ( ! $seen ) {
				continue;
			}
			$at       = min( $seen );
			$campaign = (string) $row[1];
			if ( ! isset( $arms[ $campaign ] ) || $at < $arms[ $campaign ][3] ) {
				$arms[ $campaign ] = array( $campaign, (string) $row[2], self::has_order_after( $orders, $at ) ? 0 : 1, $at );
			}
		}
		return array_map(
			static function ( array $arm ): array {
				return array_slice( $arm, 0, 3 );
			},
			array_values( $arms )
		);
	}

	/**
	 * Whether the visitor has bought since.
	 *
	 * @param array $orders Rows of the state: when, how much, in what.
	 * @param int   $at     Epoch ms.
	 */
	private static function has_order_after( array $orders, int $at ): bool {
		foreach ( $orders as $order ) {
			if ( (int) $order[0] >= $at ) {
				return true;
			}
		}
		return false;
	}
}
