<?php
require_once dirname( __DIR__ ) . '/double/case.php';

/** What a product page says goes with its product. */
final class PageProductsTest extends Inkling_Woo_Case {

	private function on_page( int $id, string $type = 'product' ): array {
		global $wp_query;
		$before                      = $wp_query;
		$wp_query                    = new WP_Query();
		$wp_query->query_vars        = array( 'post_type' => $type );
		$wp_query->queried_object    = (object) array( 'ID' => $id );
		$wp_query->queried_object_id = $id;
		try {
			return Inkling\Woo_Page_Products::read( array() );
		} finally {
			$wp_query = $before;
		}
	}

	private function stock(): void {
		update_option( 'woocommerce_currency', 'EUR' );
		WC()->products = array(
			1 => array(
				'name'        => 'A <b>pen</b>',
				'price'       => '12.50',
				'cross_sells' => array( 2, 3, 4, 5, 6, 99 ),
			),
			2 => array(
				'name'     => 'Sold out',
				'price'    => '5',
				'in_stock' => false,
			),
			3 => array(
				'name'  => 'Ink',
				'price' => '7.999',
			),
			4 => array(
				'name'  => 'Of many sizes',
				'price' => '9',
				'type'  => 'variable',
			),
			5 => array(
				'name'  => 'Paper',
				'price' => '3',
			),
			6 => array(
				'name'  => 'A third one',
				'price' => '3',
			),
		);
	}

	public function test_the_product_of_the_page_comes_first_and_then_what_a_cart_takes_without_a_choice(): void {
		$this->stock();
		$shown = $this->on_page( 1 );
		$this->assertSame( array( '1', '3', '5' ), array_column( $shown, 'product' ) );
		$this->assertSame(
			array(
				'product'  => '1',
				'title'    => 'A pen',
				'url'      => home_url( '/product/1/' ),
				'price'    => 12.5,
				'currency' => 'EUR',
			),
			$shown[0]
		);
		$this->assertSame( 8.0, $shown[1]['price'] );
	}

	public function test_nothing_is_said_where_nothing_goes_with_it(): void {
		$this->stock();
		$this->assertSame( array(), $this->on_page( 3 ), 'no cross-sells' );
		$this->assertSame( array(), $this->on_page( 4 ), 'it takes a choice' );
		$this->assertSame( array(), $this->on_page( 99 ), 'there is no such product' );
		$this->assertSame( array(), $this->on_page( 1, 'page' ), 'no page of a product' );
		WC()->products[1]['cross_sells'] = array( 2, 4, 99 );
		$this->assertSame( array(), $this->on_page( 1 ), 'nothing of it can be bought' );
	}
}
