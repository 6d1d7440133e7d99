import { startBundles } from './bundle.ts';
import { settleCheckout } from './checkout.ts';
import { startChoice } from './choice.ts';
import { startDrawer } from './drawer.ts';
import { startLogin } from './login.ts';
import { settleOrder } from './order.ts';
import { showProblems } from './problems.ts';
import { startPurchase } from './purchase.ts';

startChoice();
startPurchase();
startLogin();
showProblems();
settleOrder();
settleCheckout();
startDrawer();
startBundles();
