export { constructId } from '../../config';
