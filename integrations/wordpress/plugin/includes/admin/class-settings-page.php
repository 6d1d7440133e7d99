<?php
/**
 * The page of the settings.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Shows the settings, and takes them when they are sent. */
final class Settings_Page {

	private const ACT = 'inkling_settings';

	/** @var array|null What was typed and not taken: texts by field, shown once more. */
	private static $typed = null;

	/** @var string[] What is wrong with it, by field. */
	private static $faults = array();

	/** Runs before the page is printed: saves and goes back to the page, or keeps what was typed for it. */
	public static function take(): void {
		if ( ! Admin_Menu::is_sent( self::ACT ) ) {
			return;
		}
		$sent = isset( $_POST['inkling'] ) && is_array( $_POST['inkling'] ) ? map_deep( wp_unslash( $_POST['inkling'] ), array( Form::class, 'clean' ) ) : array();
		$read = Settings_Rules::read( $sent, Settings::connection(), self::is_shop() );
		if ( $read['faults'] ) {
			self::$typed  = $sent;
			self::$faults = $read['faults'];
			return;
		}
		Settings::save( $read['settings'] + Settings::get(), $read['connection'] );
		wp_safe_redirect( Admin_Menu::url( Admin_Menu::SETTINGS ) . '&saved=1' );
		exit;
	}

	/** Prints the page. */
	public static function render(): void {
		$form = new Form( self::$faults );
		echo '<div class="wrap inkling"><h1>' . esc_html__( 'Settings of Inkling', 'inkling' ) . '</h1>';
		if ( isset( $_GET['saved'] ) && ! self::$faults ) {
			echo '<div class="notice notice-success" role="status"><p>' . esc_html__( 'Saved. Pages that a cache keeps follow when it renews them.', 'inkling' ) . '</p></div>';
		}
		$form->render_faults();
		echo '<form method="post" class="inkling-form" autocomplete="off">';
		wp_nonce_field( self::ACT );
		self::render_measuring( $form );
		self::render_limits( $form );
		if ( self::is_shop() ) {
			self::render_shop( $form );
		}
		self::render_server( $form );
		self::render_speed( $form );
		self::render_data( $form );
		submit_button( __( 'Save', 'inkling' ) );
		echo '</form></div>';
	}

	/**
	 * Whether and by which policy anything is measured.
	 *
	 * @param Form $form The form.
	 */
	private static function render_measuring( Form $form ): void {
		self::open( __( 'Measuring', 'inkling' ), '' );
		$form->tick( self::field( 'enabled', __( 'Inkling is on', 'inkling' ) ) + array( 'help' => __( 'Off: pages load nothing of Inkling, and posts of pages that a cache still keeps are refused.', 'inkling' ) ) );
		$form->choice( self::field( 'policy', __( 'Before a visitor has decided', 'inkling' ) ) + array( 'choices' => self::policies() ) );
		$form->choice(
			self::field( 'without_cmp', __( 'Where no consent plugin speaks', 'inkling' ) ) + array(
				'choices' => array(
					'policy' => array( __( 'What is chosen above', 'inkling' ), __( 'Visitors choose in Inkling’s own privacy element, where a page has one.', 'inkling' ) ),
					'wait'   => array( __( 'Record nothing', 'inkling' ), __( 'For sites whose consent plugin must never be left out, also not when it is switched off by mistake.', 'inkling' ) ),
				),
			)
		);
		$form->tick( self::field( 'count_me', __( 'Count administrators as well', 'inkling' ) ) + array( 'help' => __( 'Usually your own visits are left out while you are logged in.', 'inkling' ) ) );
		self::close();
	}

	/**
	 * What each policy means, without a promise about the law.
	 *
	 * @return array
	 */
	private static function policies(): array {
		return array(
			'auto'           => array( __( 'Automatic', 'inkling' ), __( 'Only sums are counted: the hour and the page, no visitor. Where your consent plugin says that it asks nobody here, visits of one day are put together as under “Within the day”.', 'inkling' ) ),
			'statistics'     => array( __( 'Sums only', 'inkling' ), __( 'The hour and the page, no visitor. Segments and messages begin with a visitor’s consent.', 'inkling' ) ),
			'session'        => array( __( 'Within the day', 'inkling' ), __( 'The pages of one visitor are put together for one day, by a code that is made of address and browser with a key that is destroyed after two days. Nothing is stored on the device. Whether you have to ask first is for the law of your visitors’ countries to say.', 'inkling' ) ),
			'consented-only' => array( __( 'Nothing', 'inkling' ), __( 'Nothing is recorded until a visitor has agreed.', 'inkling' ) ),
		);
	}

	/**
	 * How much a visitor sees at most.
	 *
	 * @param Form $form The form.
	 */
	private static function render_limits( Form $form ): void {
		self::open( __( 'Limits', 'inkling' ), __( 'For all messages together. Each message has a limit of its own beside them.', 'inkling' ) );
		$form->text( self::number( 'per_session', __( 'Messages in one visit, at most', 'inkling' ) ) );
		$form->text( self::number( 'per_day', __( 'Messages in one day, at most', 'inkling' ) ) );
		$form->text(
			self::number( 'holdout', __( 'Visitors who never get a message', 'inkling' ) ) + array(
				'unit' => '%',
				'help' => __( 'A share to compare all others with: it tells what the messages do together. 5 is a good one once you have a few hundred visitors a day.', 'inkling' ),
			)
		);
		self::close();
	}

	/**
	 * What a shop may have beside.
	 *
	 * @param Form $form The form.
	 */
	private static function render_shop( Form $form ): void {
		self::open( __( 'WooCommerce', 'inkling' ), '' );
		$form->tick( self::field( 'orders_basis', __( 'Group customers by their orders', 'inkling' ) ) + array( 'help' => __( 'By how recently, how often and for how much they ordered, each under a code made of the e-mail address. Make sure that your privacy policy says so.', 'inkling' ) ) );
		$form->text( self::number( 'coupons_per_day', __( 'Coupons in a day, at most', 'inkling' ) ) );
		$form->text( self::number( 'coupons_per_month', __( 'Coupons in a month, at most', 'inkling' ) ) );
		$form->tick( self::field( 'reminders', __( 'Remind of carts by e-mail', 'inkling' ) ) + array( 'help' => __( 'Only those who agreed to it.', 'inkling' ) ) );
		$form->text( self::number( 'reminder_after_minutes', __( 'Reminder after', 'inkling' ) ) + array( 'unit' => __( 'minutes', 'inkling' ) ) );
		$form->text( self::number( 'reminder_days', __( 'Between two reminders to one address', 'inkling' ) ) + array( 'unit' => __( 'days', 'inkling' ) ) );

		/** Fires below the settings of WooCommerce: what is under way may be shown here. */
		do_action( 'inkling_settings_shop' );
		self::close();
	}

	/** Whether WooCommerce is there. */
	private static function is_shop(): bool {
		return function_exists( 'WC' );
	}

	/**
	 * The connected mode.
	 *
	 * @param Form $form The form.
	 */
	private static function render_server( Form $form ): void {
		self::open( __( 'Server', 'inkling' ), __( 'Inkling needs none: left empty, no data leaves this site. With a server of your own, events are passed on to it in the background, and it sends back segments and messages.', 'inkling' ) );
		$form->text( self::field( 'server', __( 'Address', 'inkling' ) ) + array( 'attributes' => array( 'placeholder' => 'https://inkling.example.org', 'inputmode' => 'url', 'spellcheck' => 'false' ) ) );
		$form->text( self::field( 'write_key', __( 'Write key', 'inkling' ) ) + array( 'attributes' => array( 'placeholder' => 'wk_…', 'spellcheck' => 'false' ) ) );
		$is_set = '' !== Settings::connection()['secret_key'];
		$form->text(
			array(
				'value'      => '',
				'type'       => 'password',
				'help'       => $is_set ? __( 'It is set, and shown nowhere. Type a new one to replace it.', 'inkling' ) : __( 'It is not set.', 'inkling' ),
				'attributes' => array( 'placeholder' => $is_set ? __( 'set', 'inkling' ) : 'sk_…', 'autocomplete' => 'new-password' ),
			) + self::field( 'secret_key', __( 'Secret key', 'inkling' ) )
		);
		if ( $is_set ) {
			$form->tick( array( 'value' => '1' === ( self::$typed['remove_secret'] ?? '' ) ) + self::field( 'remove_secret', __( 'Remove the secret key', 'inkling' ) ) );
		}
		/** Fires below the fields of the server: its state may be shown here. */
		do_action( 'inkling_settings_server' );
		self::close();
	}

	/**
	 * How posts are answered.
	 *
	 * @param Form $form The form.
	 */
	private static function render_speed( Form $form ): void {
		self::open( __( 'Speed and proxies', 'inkling' ), '' );
		$help = __( 'Puts one small file into wp-content/mu-plugins, and takes it away with this box or with the plugin. Worth it on busy sites with many plugins.', 'inkling' );
		$form->tick( self::field( 'speed_module', __( 'Answer posts before other plugins are loaded', 'inkling' ) ) + array( 'help' => trim( $help . ' ' . Speed_Module::tell() ) ) );
		$form->area( self::field( 'trusted_proxies', __( 'Proxies in front of this site', 'inkling' ) ) + array( 'help' => __( 'Addresses or networks, one a line. Only they may say for whom they ask. Leave it empty where visitors reach the server directly.', 'inkling' ) ) );
		self::close();
	}

	/**
	 * How long data is kept.
	 *
	 * @param Form $form The form.
	 */
	private static function render_data( Form $form ): void {
		self::open( __( 'Data', 'inkling' ), '' );
		$form->text( self::number( 'retention_days', __( 'Keep counts for', 'inkling' ) ) + array( 'unit' => __( 'days', 'inkling' ), 'help' => __( 'Also for what is there already: older counts go within a day. The keys of visitors’ codes always go after two days.', 'inkling' ) ) );
		$form->tick( self::field( 'keep_data', __( 'Keep everything when the plugin is deleted', 'inkling' ) ) );
		self::close();
	}

	/**
	 * A field with its present value: what was typed, or what is saved.
	 *
	 * @param string $name  Of the field.
	 * @param string $label Of the field.
	 * @return array
	 */
	private static function field( string $name, string $label ): array {
		$saved = Settings::get() + Settings::connection();
		$value = $saved[ $name ] ?? '';
		if ( null !== self::$typed ) {
			$value = self::$typed[ $name ] ?? '';
		} elseif ( is_array( $value ) ) {
			$value = implode( "\n", $value );
		}
		return array(
			'name'    => $name,
			'sent_as' => 'inkling[' . $name . ']',
			'label'   => $label,
			'value'   => $value,
		);
	}

	/**
	 * A field for a whole number.
	 *
	 * @param string $name  Of the field.
	 * @param string $label Of the field.
	 * @return array
	 */
	private static function number( string $name, string $label ): array {
		$range = Settings_Rules::RANGES[ $name ] ?? Settings_Rules::SHOP_RANGES[ $name ];
		return self::field( $name, $label ) + array(
			'type'       => 'number',
			'attributes' => array(
				'min' => $range[0],
				'max' => $range[1],
			),
		);
	}

	/**
	 * Begins a card.
	 *
	 * @param string $title Its heading.
	 * @param string $lead  A sentence below it.
	 */
	private static function open( string $title, string $lead ): void {
		echo '<section class="inkling-card"><h2>' . esc_html( $title ) . '</h2>';
		if ( '' !== $lead ) {
			echo '<p class="inkling-lead">' . esc_html( $lead ) . '</p>';
		}
	}

	/** Ends it. */
	private static function close(): void {
		echo '</section>';
	}
}
