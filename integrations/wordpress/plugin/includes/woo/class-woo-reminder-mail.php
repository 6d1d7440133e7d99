<?php
/**
 * The mail about a cart that was left.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Plain text: it loads nothing, so nobody learns whether it was read. */
final class Woo_Reminder_Mail {

	/**
	 * Sends it.
	 *
	 * @param string $address  To whom.
	 * @param string $customer What stands for them.
	 */
	public static function send( string $address, string $customer ): void {
		$leave = Woo_Unsubscribe::link( $customer );
		$shop  = wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES );
		/* translators: %s: name of the shop. */
		$subject = sprintf( __( 'Your cart at %s', 'inkling' ), $shop );
		$lines   = array(
			__( 'Hello,', 'inkling' ),
			/* translators: %s: name of the shop. */
			sprintf( __( 'you asked %s to remind you of your cart. It is still there:', 'inkling' ), $shop ),
			wc_get_cart_url(),
			__( 'This is the only mail about it. To get no more of this kind:', 'inkling' ) . "\n" . $leave,
		);
		$mail    = (array) apply_filters(
			'inkling_reminder_mail',
			array(
				'subject' => $subject,
				'text'    => implode( "\n\n", $lines ),
			)
		);
		wp_mail(
			$address,
			(string) $mail['subject'],
			(string) $mail['text'],
			array(
				'List-Unsubscribe: <' . $leave . '>',
				'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
			)
		);
	}
}
