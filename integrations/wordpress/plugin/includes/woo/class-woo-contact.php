<?php
/**
 * The box at the checkout by which somebody asks to be reminded.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Never ticked beforehand. Whoever unticks it is not written to. */
final class Woo_Contact {

	private const FIELD = 'inkling_contact';

	/** Of checkouts made of blocks. */
	private const BLOCK_FIELD = 'inkling/contact';

	public static function hook(): void {
		add_action( 'woocommerce_review_order_before_submit', array( self::class, 'show' ) );
		add_action( 'woocommerce_checkout_update_order_review', array( self::class, 'follow_form' ) );
		add_action( 'woocommerce_init', array( self::class, 'register' ) );
		add_action( 'woocommerce_set_additional_field_value', array( self::class, 'follow_field' ), 10, 4 );
	}

	/** The box of a classic checkout; its change sends the form, as that of a shipping method does. */
	public static function show(): void {
		if ( ! Woo_Reminders::are_on() ) {
			return;
		}
		printf(
			'<p class="form-row inkling-contact update_totals_on_change"><label class="checkbox"><input type="checkbox" class="input-checkbox" name="%1$s" value="1"> %2$s</label></p>',
			esc_attr( self::FIELD ),
			esc_html( self::label() )
		);
	}

	/** The box of a checkout made of blocks, where this WooCommerce takes fields of others. */
	public static function register(): void {
		if ( Woo_Reminders::are_on() && function_exists( 'woocommerce_register_additional_checkout_field' ) ) {
			woocommerce_register_additional_checkout_field(
				array(
					'id'       => self::BLOCK_FIELD,
					'label'    => self::label(),
					'location' => 'contact',
					'type'     => 'checkbox',
				)
			);
		}
	}

	/**
	 * A classic checkout was changed.
	 *
	 * @param string $form Its fields, as a form sends them.
	 */
	public static function follow_form( $form ): void {
		if ( ! Woo_Reminders::are_on() ) {
			return;
		}
		wp_parse_str( (string) $form, $fields );
		self::follow( ! empty( $fields[ self::FIELD ] ), sanitize_email( (string) ( $fields['billing_email'] ?? '' ) ) );
	}

	/**
	 * A field of a checkout made of blocks was set.
	 *
	 * @param string                 $key   Its id.
	 * @param mixed                  $value Its value.
	 * @param string                 $group Where it stands.
	 * @param \WC_Order|\WC_Customer $whose The order or the customer.
	 */
	public static function follow_field( $key, $value, $group, $whose ): void {
		if ( self::BLOCK_FIELD === $key ) {
			self::follow( (bool) $value, (string) $whose->get_billing_email() );
		}
	}

	/**
	 * Follows the box. One that was never ticked takes nothing back: somebody else may have asked for it.
	 *
	 * @param bool   $is_wanted Whether it is ticked.
	 * @param string $address   As far as it is typed.
	 */
	private static function follow( bool $is_wanted, string $address ): void {
		$session = WC()->session;
		if ( $is_wanted && '' !== $address ) {
			Woo_Reminders::plan( $address );
			$session->set( self::FIELD, 1 );
		} elseif ( $session->get( self::FIELD ) ) {
			Woo_Reminders::withdraw();
			$session->set( self::FIELD, null );
		}
	}

	private static function label(): string {
		return __( 'Remind me by e-mail, once, if I leave my cart', 'inkling' );
	}
}
