<?php
require_once dirname( __DIR__ ) . '/double/case.php';

use Inkling\Woo_Coupons;

final class CouponsTest extends Inkling_Woo_Case {

	private $offer = array(
		'discount'  => 0.15,
		'codesLast' => '24h',
	);

	protected function setUp(): void {
		parent::setUp();
		Inkling_Recorder_Double::$state = array(
			'd' => array(
				array( '0123abcd', 'leaving', 'b', array( 'c' => 1000 ) ),
				array( '4567abcd', 'leaving', 'control', array( 'c' => 2000, 'w' => 2000 ) ),
				array( '89ababcd', 'other', 'b', array( 'c' => 3000 ) ),
				array( 'cdefabcd', 'leaving', 'b', array( 'c' => 4000, 'w' => 4000 ) ),
			),
		);
		add_filter( 'inkling_coupon_rules', array( $this, 'rules' ) );
	}

	protected function tearDown(): void {
		remove_filter( 'inkling_coupon_rules', array( $this, 'rules' ) );
		parent::tearDown();
	}

	public function rules(): array {
		$arm = static function ( string $key, ?array $treatment ): array {
			return array(
				'key'       => $key,
				'weight'    => 1,
				'treatment' => $treatment,
			);
		};
		return array(
			'campaigns' => array(
				array(
					'key'      => 'leaving',
					'state'    => 'live',
					'offer'    => $this->offer,
					'variants' => array( $arm( 'control', null ), $arm( 'b', array( 'kind' => 'coupon' ) ) ),
				),
				array(
					'key'      => 'other',
					'state'    => 'live',
					'variants' => array( $arm( 'b', array( 'kind' => 'bar' ) ) ),
				),
			),
		);
	}

	public function test_a_granted_decision_gets_a_code_that_works_once_and_ends(): void {
		$before = Inkling\Woo_Link::now_ms();
		$answer = $this->ask( '0123abcd5555' );
		$this->assertSame( 200, $answer->get_status() );
		$made = $answer->get_data();
		$this->assertMatchesRegularExpression( '/^INK[2-9A-Z]{16}$/', $made['code'] );
		$this->assertGreaterThanOrEqual( $before + DAY_IN_SECONDS * 1000, $made['ends'] );
		$this->assertLessThanOrEqual( Inkling\Woo_Link::now_ms() + DAY_IN_SECONDS * 1000, $made['ends'] );
		$coupon = get_posts( array( 'post_type' => 'shop_coupon' ) )[0];
		$this->assertSame( strtolower( $made['code'] ), $coupon->post_title );
		$this->assertSame( array( 'percent', '15', '1', (string) intdiv( $made['ends'], 1000 ) ), array_map( static function ( $key ) use ( $coupon ) {
			return get_post_meta( $coupon->ID, $key, true );
		}, array( 'discount_type', 'coupon_amount', 'usage_limit', 'date_expires' ) ) );
	}

	public function test_the_same_decision_gets_the_same_code(): void {
		$first = $this->ask( '0123abcd5555' )->get_data();
		$this->assertSame( $first, $this->ask( '0123abcd5555' )->get_data() );
		// The state keeps the beginning of an id: another end of it is the same decision.
		$this->assertSame( $first, $this->ask( '0123abcd9999' )->get_data() );
		$this->assertCount( 1, get_posts( array( 'post_type' => 'shop_coupon' ) ) );
	}

	public function test_a_visitor_who_decides_again_keeps_the_code_and_gets_another_once_it_ended(): void {
		global $wpdb;
		$first                              = $this->ask( '0123abcd5555' )->get_data();
		Inkling_Recorder_Double::$state['d'][] = array( '5555abcd', 'leaving', 'b', array( 'c' => 90000 ) );
		Inkling_Recorder_Double::$state['d'][0][3]['c'] = 95000;
		$this->assertSame( array( $first, $first ), array( $this->ask( '5555abcd0000' )->get_data(), $this->ask( '0123abcd5555' )->get_data() ) );
		$this->assertCount( 1, get_posts( array( 'post_type' => 'shop_coupon' ) ) );
		$wpdb->query( 'UPDATE ' . Inkling\Woo_Tables::name( 'coupons' ) . ' SET ends_at = 1' );
		$next = $this->ask( '5555abcd0000' )->get_data();
		$this->assertNotSame( $first['code'], $next['code'] );
		$this->assertSame( array( strtolower( $next['code'] ) ), wp_list_pluck( get_posts( array( 'post_type' => 'shop_coupon' ) ), 'post_title' ) );
	}

	/** What there is no code for. */
	public function unknown(): array {
		return array(
			'an unknown decision'   => array( '0123abce5555' ),
			'a control arm'         => array( '4567abcd5555' ),
			'one that was withheld' => array( 'cdefabcd5555' ),
			'another treatment'     => array( '89ababcd5555' ),
			'a part of an id'       => array( '0123' ),
			'none'                  => array( '' ),
			'a list'                => array( array( '0123abcd5555' ) ),
		);
	}

	/** @dataProvider unknown */
	public function test_anything_else_gets_none( $decision ): void {
		$answer = $this->ask( $decision );
		$this->assertSame( array( 404, 'unknown_decision' ), array( $answer->get_status(), $answer->get_data()['code'] ) );
		$this->assertSame( array(), $this->rows( 'coupons' ) );
	}

	public function test_a_decision_is_of_its_own_visitor_alone(): void {
		$first                            = $this->ask( '0123abcd5555' )->get_data();
		Inkling_Recorder_Double::$visitor = array( 'v' => str_repeat( 'b', 32 ) ) + self::VISITOR;
		$this->assertNotSame( $first['code'], $this->ask( '0123abcd5555' )->get_data()['code'] );
		Inkling_Recorder_Double::$visitor = null;
		$this->assertSame( 404, $this->ask( '0123abcd5555' )->get_status() );
	}

	public function test_pages_of_other_sites_get_none(): void {
		foreach ( array( array( 'Origin' => 'https://other.example' ), array(), array( 'Origin' => home_url(), 'Sec-Fetch-Site' => 'cross-site' ), array( 'Origin' => home_url() . '.other.example' ) ) as $headers ) {
			$answer = $this->ask( '0123abcd5555', $headers );
			$this->assertSame( array( 403, 'foreign_origin' ), array( $answer->get_status(), $answer->get_data()['code'] ) );
		}
	}

	/** Whose budget is used up. */
	public function budgets(): array {
		return array(
			'of the site, a day'       => array( array( 'coupons_per_day' => 2 ), array() ),
			'of the site, a month'     => array( array( 'coupons_per_month' => 2 ), array() ),
			'of the campaign, a day'   => array( array(), array( 'perDay' => 2 ) ),
			'of the campaign, a month' => array( array(), array( 'perMonth' => 2 ) ),
		);
	}

	/** @dataProvider budgets */
	public function test_the_budget_holds( array $settings, array $offer ): void {
		$this->settings( $settings );
		$this->offer += $offer;
		$statuses     = array();
		foreach ( array( 'b', 'c', 'd' ) as $letter ) {
			Inkling_Recorder_Double::$visitor = array( 'v' => str_repeat( $letter, 32 ) ) + self::VISITOR;
			$statuses[]                       = $this->ask( '0123abcd5555' )->get_status();
		}
		$this->assertSame( array( 200, 200, 429 ), $statuses );
		$this->assertCount( 2, $this->rows( 'coupons' ) );
		// Who has one keeps it.
		Inkling_Recorder_Double::$visitor = array( 'v' => str_repeat( 'b', 32 ) ) + self::VISITOR;
		$this->assertSame( 200, $this->ask( '0123abcd5555' )->get_status() );
	}

	public function test_a_code_that_ended_stays_in_the_budget_of_its_month(): void {
		global $wpdb;
		$this->settings( array( 'coupons_per_month' => 1 ) );
		$this->assertSame( 200, $this->ask( '0123abcd5555' )->get_status() );
		$wpdb->query( 'UPDATE ' . Inkling\Woo_Tables::name( 'coupons' ) . ' SET ends_at = 1' );
		Woo_Coupons::remove_ended();
		$this->assertSame( 429, $this->ask( '0123abcd5555' )->get_status() );
	}

	public function test_messages_that_wait_for_a_code_have_one_made(): void {
		add_filter( 'inkling_coupon_terms', array( $this, 'terms' ) );
		$wait = array( 'kind' => 'coupon', 'text' => array( 'en' => '[[10 %]] off.' ), 'code' => 'YOUR-CODE', 'ends' => '1970-01-01T00:00:00Z' );
		$own  = array( 'code' => 'SUMMER' ) + $wait;
		$base = array( 'campaigns' => array(
			array( 'key' => 'a', 'variants' => array( array( 'key' => 'control', 'treatment' => null ), array( 'key' => 'b', 'treatment' => $wait ) ) ),
			array( 'key' => 'c', 'variants' => array( array( 'key' => 'b', 'treatment' => $own ) ) ),
		) );
		$made = apply_filters( 'inkling_rules_base', $base )['campaigns'];
		remove_filter( 'inkling_coupon_terms', array( $this, 'terms' ) );
		$this->assertSame( array( 'kind' => 'coupon', 'text' => array( 'en' => '12.5 % off.' ) ), $made[0]['variants'][1]['treatment'] );
		$this->assertSame( $this->terms(), $made[0]['offer'] );
		$this->assertSame( $base['campaigns'][1], $made[1] );
	}

	public function terms(): array {
		return array( 'discount' => 0.125, 'codesLast' => '3d' );
	}

	public function test_what_another_request_is_making_is_waited_for_and_what_it_gave_up_is_made(): void {
		global $wpdb;
		$this->ask( '0123abcd5555' );
		$wpdb->query( 'UPDATE ' . Inkling\Woo_Tables::name( 'coupons' ) . " SET code = ''" );
		$this->assertSame( 409, $this->ask( '0123abcd5555' )->get_status() );
		$wpdb->query( 'UPDATE ' . Inkling\Woo_Tables::name( 'coupons' ) . ' SET made_at = made_at - 61000' );
		$this->assertSame( 200, $this->ask( '0123abcd5555' )->get_status() );
		$this->assertCount( 1, $this->rows( 'coupons' ) );
	}

	public function test_codes_that_ended_are_cleared_away_and_others_are_not(): void {
		global $wpdb;
		$own = wp_insert_post( array( 'post_type' => 'shop_coupon', 'post_title' => 'summer', 'post_status' => 'publish' ) );
		$this->ask( '0123abcd5555' );
		Woo_Coupons::remove_ended();
		$this->assertCount( 1, $this->rows( 'coupons' ) );
		$wpdb->query( 'UPDATE ' . Inkling\Woo_Tables::name( 'coupons' ) . ' SET ends_at = ends_at - ' . 3 * DAY_IN_SECONDS * 1000 );
		Woo_Coupons::remove_ended();
		$this->assertCount( 1, $this->rows( 'coupons' ), 'the month has a budget' );
		$this->assertSame( array( $own ), wp_list_pluck( get_posts( array( 'post_type' => 'shop_coupon' ) ), 'ID' ) );
		$wpdb->query( 'UPDATE ' . Inkling\Woo_Tables::name( 'coupons' ) . ' SET made_at = made_at - ' . 32 * DAY_IN_SECONDS * 1000 );
		Woo_Coupons::remove_ended();
		$this->assertSame( array(), $this->rows( 'coupons' ) );
		$this->assertSame( array( $own ), wp_list_pluck( get_posts( array( 'post_type' => 'shop_coupon' ) ), 'ID' ) );
	}

	private function ask( $decision, ?array $headers = null ): WP_REST_Response {
		$request = new WP_REST_Request( 'POST', '/inkling/v1/coupon' );
		foreach ( $headers ?? array( 'Origin' => home_url() ) as $name => $value ) {
			$request->set_header( $name, $value );
		}
		$request->set_body( wp_json_encode( array( 'decision' => $decision ) ) );
		return rest_do_request( $request );
	}
}
